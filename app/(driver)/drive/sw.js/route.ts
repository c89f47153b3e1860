import { workerScript } from "@/components/drive/worker-script.ts";
import { BASE_HEADER } from "@/server/core/request-headers.ts";

/** The worker's own address decides what it may serve: the header widens it from `/drive/` to `/drive`. */
export function GET(request: Request): Response {
  const base = request.headers.get(BASE_HEADER) ?? "";
  return new Response(workerScript(base), {
    headers: {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "no-cache",
      "service-worker-allowed": `${base}/drive`,
    },
  });
}
