import { runtime } from "@/server/handle.ts";

const handle = (request: Request): Promise<Response> => runtime().http.trpc(request);

export { handle as GET, handle as POST };
