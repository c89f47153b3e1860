import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { BASE_PATH } from "./routes.ts";

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Voltplane API</title>
    <link rel="stylesheet" href="${BASE_PATH}/reference/swagger-ui.css">
    <link rel="icon" type="image/png" href="${BASE_PATH}/reference/favicon-32x32.png">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="${BASE_PATH}/reference/swagger-ui-bundle.js"></script>
    <script src="${BASE_PATH}/reference/initializer.js"></script>
  </body>
</html>
`;

const INITIALIZER = `SwaggerUIBundle({
  url: "${BASE_PATH}/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
});
`;

/** The files of the package swagger-ui-dist that the page needs; nothing else of it is served. */
const FILES: Readonly<Record<string, string>> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "favicon-32x32.png": "image/png",
};

/** Everything from here, nothing from elsewhere. The page sets styles by script. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const answer = (body: string | Uint8Array<ArrayBuffer>, contentType: string): Response =>
  new Response(body, {
    headers: {
      "content-type": contentType,
      "cache-control": "public, max-age=3600",
      "content-security-policy": CONTENT_SECURITY_POLICY,
      "x-content-type-options": "nosniff",
    },
  });

/** The reference page and its files; null for a path that is none of them. */
export async function serveReference(path: string): Promise<Response | null> {
  if (path === "/reference") return answer(PAGE, "text/html; charset=utf-8");
  const file = /^\/reference\/([\w.-]+)$/.exec(path)?.[1];
  if (file === undefined) return null;
  if (file === "initializer.js") return answer(INITIALIZER, "text/javascript; charset=utf-8");
  const contentType = Object.hasOwn(FILES, file) ? FILES[file] : undefined;
  if (contentType === undefined) return null;
  const folder = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  return answer(new Uint8Array(await readFile(join(folder, file))), contentType);
}
