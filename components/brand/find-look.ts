import { cache } from "react";
import { runtime } from "@/server/handle.ts";
import type { Face } from "@/server/services/brand/find-face.ts";
import { findFace, findPerson } from "../auth/session.ts";

/** Whose look the back office wears: the company of the address, else the one that is worked in; null before signing in. */
export const findOfficeLook = cache(async (): Promise<Face | null> => {
  const face = await findFace();
  if (face) return face;
  const tenantId = (await findPerson())?.token.tenantId ?? null;
  return tenantId === null ? null : runtime().faces.ofTenant(tenantId);
});
