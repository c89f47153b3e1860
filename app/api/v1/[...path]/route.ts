import { runtime } from "@/server/handle.ts";

const handle = (request: Request): Promise<Response> => runtime().http.rest(request);

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
