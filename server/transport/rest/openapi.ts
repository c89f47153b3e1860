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
  Only price traces count finer, each field in the unit its description names: energy in mWh, money in micros (millionths of the
  currency).
- **Limits.** Who asks too often, or sends too many wrong keys, gets 429 with \`Retry-After\`; 503 with \`Retry-After\` passes by
  itself as well.
- **Failures** are problem details (RFC 9457). A row of somebody else is not told apart from one that does not exist.
`.trim();

type Failure = { readonly description: string; readonly headers?: z.ZodObject };

const seconds = z.int().positive();
const RetryAfter = z.object({ "Retry-After": seconds.meta({ description: "Seconds until a repeat makes sense." }) });
const Challenge = z.object({ "WWW-Authenticate": z.literal("Bearer") });
const Allow = z.object({
  Allow: z.string().meta({ description: "The methods of this path.", example: "GET, HEAD, OPTIONS" }),
});
const Replayed = z.object({
  "Idempotency-Replayed": z
    .literal("true")
    .optional()
    .meta({ description: "There when this is the kept answer to an earlier request." }),
});
const Location = z.object({ Location: z.string().meta({ description: "Where it is: a path of this server." }) });

/** Everything that can go wrong at a route, by status. */
function failuresOf(route: Route): Record<number, Failure> {
  const isWrite = route.method !== "GET";
  const namesOthers = route.params || (route.query && "chargePoint" in route.query.shape);
  return {
    400: { description: "The request is not valid; `errors` names the fields, query parameters and headers." },
    401: { description: "No API key, or one that is not valid.", headers: Challenge },
    403: { description: `The key lacks the scope \`${route.permission}\`, or another one that the request needs.` },
    ...(namesOthers && { 404: { description: "There is no such thing, or it is not yours." } }),
    405: { description: "The path has no such method.", headers: Allow },
    ...(isWrite && {
      409: {
        description:
          "In conflict with what is there" +
          (route.method === "POST"
            ? "; or the first request with this Idempotency-Key still runs (with Retry-After)."
            : "."),
        ...(route.method === "POST" && { headers: RetryAfter.partial() }),
      },
      413: { description: "The body is above 1 MiB." },
    }),
    ...(route.body && { 415: { description: "The body is not sent as application/json." } }),
    ...(route.method === "POST" && { 422: { description: "The Idempotency-Key was used for another request." } }),
    429: {
      description: "Too many requests with this key, or too many wrong keys from your address.",
      headers: RetryAfter,
    },
    500: { description: "Our failure. It was noted, and nothing of it is told." },
    503: { description: "Not for now, for example while the database is away.", headers: RetryAfter },
  };
}

const IdempotencyHeader = z.object({
  "Idempotency-Key": z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .optional()
    .meta({ description: "Makes repeats harmless." }),
});

function toOperation(route: Route): ZodOpenApiOperationObject {
  const { method, params, query, body, responses } = route;
  /** A POST's answer may be the kept one, whatever it was. */
  const headersOf = (own: z.ZodObject = z.object({})) => {
    const all = method === "POST" ? own.extend(Replayed.shape) : own;
    return Object.keys(all.shape).length > 0 ? { headers: all } : {};
  };
  const answers = Object.entries(responses).map(([status, { description, schema }]) => [
    status,
    {
      description,
      ...headersOf(status === "201" ? Location : undefined),
      content: { "application/json": { schema } },
    },
  ]);
  const failures = Object.entries(failuresOf(route)).map(([status, { description, headers }]) => [
    status,
    { description, ...headersOf(headers), content: { "application/problem+json": { schema: Problem } } },
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
