import { runtime } from "@/server/handle.ts";

export const dynamic = "force-dynamic";

/** The styles of streets that this installation has, for maps; `null` where it has none. */
export const GET = (): Response =>
  Response.json(runtime().mapStyles, { headers: { "cache-control": "public, max-age=300" } });
