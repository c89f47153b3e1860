import { runtime } from "@/server/handle.ts";

export const GET = (request: Request): Promise<Response> => runtime().http.exports(request);
