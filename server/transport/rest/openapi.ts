import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { Problem } from "./problem.ts";
import type { Route } from "./route.ts";
import { BASE_PATH, ROUTES } from "./routes.ts";

const INTRODUCTION = `
Everything the back office can do, by program.

- **Keys.** Send an API key as \`Authorization: Bearer vp_…\`. Its scopes are the permissions named at each operation.
- **Lists** come in pages: \`{ "items": […], "nextCursor": "…" }\`. Send \`nextCursor\` as \`cursor\` for the next page; on the
  last one it is null. \`limit\` is 50 unless told otherwise, at most 500.
- **Repeats.** A POST with an \`Idempotency-Key\` is done once: the same key with the same body gets the first answer again,
  for 24 hours (header \`Idempotency-Replayed\`). While the first attempt runs, a repeat gets 409 with \`Retry-After\`; the key of
  an attempt that the server did not survive is free for a repeat after 20 seconds, and nothing is made or sent twice.
- **Energy** is in Wh with up to three decimals, as text. **Money** is in the currency's minor unit as integer text
  (\`grossMinor\`) and in its major unit as decimal text (\`gross\`). **Instants** are ISO 8601 in UTC.
- **Failures** are problem details (RFC 9457). A row of somebody else is not told apart from one that does not exist.
`.trim();

const problems = (route: Route): Record<string, string> => ({
  ...(route.body || route.query ? { 400: "The request is not valid; `errors` names the fields." } : {}),
  401: "No API key, or one that is not valid.",
  403: `The key lacks the scope \`${route.permission}\`.`,
  ...(route.params ? { 404: "There is no such thing, or it is not yours." } : {}),
  ...(route.method === "GET" ? {} : { 409: "In conflict with what is there." }),
  ...(route.body ? { 413: "The body is above 1 MiB.", 415: "The body is not JSON." } : {}),
  ...(route.method === "POST" ? { 422: "The Idempotency-Key was used for another request." } : {}),
});

const IdempotencyHeader = z.object({
  "Idempotency-Key": z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .optional()
    .meta({ description: "Makes repeats harmless." }),
});

function toOperation(route: Route): ZodOpenApiOperationObject {
  const { method, params, query, body, responses } = route;
  const answers = Object.entries(responses).map(([status, { description, schema }]) => [
    status,
    { description, content: { "application/json": { schema } } },
  ]);
  const failures = Object.entries(problems(route)).map(([status, description]) => [
    status,
    { description, content: { "application/problem+json": { schema: Problem } } },
  ]);
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    description: `${route.description ? `${route.description}\n\n` : ""}Needs the scope \`${route.permission}\`.`,
    requestParams: {
      ...(params ? { path: params } : {}),
      ...(query ? { query } : {}),
      ...(method === "POST" ? { header: IdempotencyHeader } : {}),
    },
    ...(body ? { requestBody: { required: true, content: { "application/json": { schema: body } } } } : {}),
    responses: Object.fromEntries([...answers, ...failures]),
  };
}

/** The OpenAPI 3.1 document of all routes. */
export function createOpenApiDocument() {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of ROUTES) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: toOperation(route) };
  }
  return createDocument({
    openapi: "3.1.0",
    info: { title: "Voltplane API", version: "1.0.0", description: INTRODUCTION },
    servers: [{ url: BASE_PATH }],
    security: [{ apiKey: [] }],
    tags: [...new Set(ROUTES.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: paths as ZodOpenApiPathsObject,
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key: `vp_…`" },
      },
    },
  });
}
