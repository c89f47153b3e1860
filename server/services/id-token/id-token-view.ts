import { z } from "zod";
import { ID_TOKEN_KINDS, ID_TOKEN_STATUSES, type idToken } from "../../../db/schema/people.ts";
import { InstantText, toInstantText, toInstantTextOrNull } from "../fields.ts";

export const IdTokenView = z
  .object({
    id: z.uuid(),
    token: z.string(),
    kind: z.enum(ID_TOKEN_KINDS).meta({ description: "A card in the hand, or what stands for starts by the app." }),
    parentToken: z.string().nullable(),
    status: z.enum(ID_TOKEN_STATUSES),
    expiresAt: InstantText.nullable(),
    allowConcurrent: z.boolean(),
    label: z.string().nullable(),
    driverId: z.uuid().nullable(),
    createdAt: InstantText,
    updatedAt: InstantText,
  })
  .meta({ id: "IdToken" });
export type IdTokenView = z.infer<typeof IdTokenView>;

export const toIdTokenView = (row: typeof idToken.$inferSelect): IdTokenView => ({
  id: row.id,
  token: row.token,
  kind: row.kind,
  parentToken: row.parentToken,
  status: row.status,
  expiresAt: toInstantTextOrNull(row.expiresAt),
  allowConcurrent: row.allowConcurrent,
  label: row.label,
  driverId: row.driverId,
  createdAt: toInstantText(row.createdAt),
  updatedAt: toInstantText(row.updatedAt),
});
