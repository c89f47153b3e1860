import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { networkOfCaller } from "../../core/network.ts";
import { readBody } from "../../core/read-body.ts";
import { parseBearer } from "../../services/api-key/key-text.ts";
import type { AdmitApiKey } from "../../services/api-key/limit-api-keys.ts";
import type { Deps, ServiceContext } from "../../services/context.ts";
import { isUniqueViolation } from "../../services/unique-violation.ts";
import { answerOnce } from "./idempotency.ts";
import { refuseMalformedPath } from "./malformed-path.ts";
import { matchPath } from "./match-path.ts";
import { createOpenApiDocument } from "./openapi.ts";
import { invalidProblem, notFoundProblem, problem, toProblem } from "./problem.ts";
import { serveReference } from "./reference.ts";
import type { RestAnswer, Route } from "./route.ts";
import { BASE_PATH, ROUTES } from "./routes.ts";

const MAX_BODY_BYTES = 1_048_576;
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

export type RestDoorDeps = Deps & { readonly admitApiKey: AdmitApiKey };
export type HandleRest = (request: Request) => Promise<Response>;

/** The REST API below /api/v1, with its description and reference page. Never rejects. */
export function createRestDoor({ admitApiKey, ...deps }: RestDoorDeps): HandleRest {
  let openApi: string | undefined; // built at the first question: it takes a while

  async function handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (!url.pathname.startsWith(`${BASE_PATH}/`)) return notFoundProblem();
    const malformed = refuseMalformedPath(url.pathname);
    if (malformed) return malformed;
    const path = url.pathname.slice(BASE_PATH.length);
    if (path === "/openapi.json" || path === "/reference" || path.startsWith("/reference/")) {
      return onlyReading(request, async () => {
        if (path !== "/openapi.json") return serveReference(path);
        openApi ??= JSON.stringify(createOpenApiDocument());
        return new Response(openApi, { headers: { "content-type": "application/json", "cache-control": "no-cache" } });
      });
    }
    const matches = ROUTES.flatMap((route) => {
      const params = matchPath(route.path, path);
      return params ? [{ route, params }] : [];
    });
    if (matches.length === 0) return notFoundProblem();
    const method = request.method === "HEAD" ? "GET" : request.method;
    const found = matches.find(({ route }) => route.method === method);
    if (!found) return otherMethod(request.method, [...new Set(matches.map(({ route }) => route.method))]);

    const keyText = parseBearer(request.headers.get("authorization"));
    if (keyText === null) throw new AppError("unauthenticated", "Send an API key: Authorization: Bearer vp_…");
    const ctx: ServiceContext = { ...deps, ...(await admitApiKey(keyText, networkOfCaller(request.headers))) };
    const answer = await answerRoute(ctx, { request, url, keyText, ...found });
    return request.method === "HEAD" ? withoutBody(answer) : answer;
  }

  return async (request) => {
    try {
      return await handle(request);
    } catch (error) {
      return toAnswer(deps, request, error, "body");
    }
  };
}

type RoutedRequest = {
  readonly request: Request;
  readonly url: URL;
  readonly keyText: string;
  readonly route: Route;
  readonly params: Record<string, string>;
};

async function answerRoute(ctx: ServiceContext, routed: RoutedRequest): Promise<Response> {
  const { request, url, route } = routed;
  const params = route.params?.safeParse(routed.params);
  if (params && !params.success) return notFoundProblem();
  const query = (route.query ?? NO_QUERY).safeParse(Object.fromEntries(url.searchParams));
  if (!query.success) return invalidProblem(query.error, "query");
  const bytes = await readBody(request, MAX_BODY_BYTES);
  if (!bytes) return problem("tooLarge", "The body is above 1 MiB.");
  let body: unknown;
  if (route.body) {
    const type = request.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
    if (type !== "application/json") return problem("unsupportedMediaType", "Send the body as application/json.");
    const json = parseJson(bytes);
    if (!json) return problem("invalid", "The body is not JSON.", { errors: [{ pointer: "", detail: "not JSON" }] });
    const parsed = route.body.safeParse(json.value);
    if (!parsed.success) return invalidProblem(parsed.error, "body");
    body = parsed.data;
  }
  const work = async (workCtx: ServiceContext): Promise<Response> => {
    try {
      return toResponse(await route.handle(workCtx, { params: params?.data, query: query.data, body }));
    } catch (error) {
      if (workCtx.newId && isUniqueViolation(error, { suffix: "_tenant_id_id_pk" })) {
        return problem("answerLost", `What the first request made has the id ${workCtx.newId}.`);
      }
      return toAnswer(ctx, request, error, route.method === "GET" ? "query" : "body");
    }
  };
  const key = request.headers.get("idempotency-key");
  if (route.method !== "POST" || key === null) return work(ctx);
  if (!IDEMPOTENCY_KEY.test(key)) {
    return problem("invalid", "The Idempotency-Key is not valid.", {
      errors: [{ parameter: "Idempotency-Key", detail: "1 to 255 printable ASCII characters" }],
    });
  }
  const target = `${route.method} ${url.pathname}${url.search}`;
  return answerOnce(ctx, { key, target, body: bytes, secret: routed.keyText }, work);
}

const NO_QUERY = z.strictObject({});

function parseJson(bytes: Uint8Array): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    return null; // neither UTF-8 nor JSON: the caller is told
  }
}

const toResponse = ({ status, body, location }: RestAnswer): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      ...(location === undefined ? {} : { location: `${BASE_PATH}${location}` }),
    },
  });

/** What went wrong, for the caller; and for the log where it is ours or the database's. */
function toAnswer({ log }: Pick<Deps, "log">, request: Request, error: unknown, where: "body" | "query"): Response {
  const known = toProblem(error, where);
  const about = { err: error, method: request.method, path: new URL(request.url).pathname };
  if (!known) log.error(about, "REST request failed");
  else if (known.status >= 500) log.warn(about, "REST request not served");
  return known ?? problem("internal", "Something went wrong. It was noted.");
}

const withoutBody = ({ status, headers }: Response): Response => new Response(null, { status, headers });

function otherMethod(method: string, methods: readonly string[]): Response {
  const allow = [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  if (method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
  return problem("methodNotAllowed", `Here is: ${allow}.`, { headers: { allow } });
}

async function onlyReading(request: Request, read: () => Promise<Response | null>): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") return otherMethod(request.method, ["GET"]);
  const answer = (await read()) ?? notFoundProblem();
  return request.method === "HEAD" ? withoutBody(answer) : answer;
}
