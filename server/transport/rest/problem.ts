import { z } from "zod";
import type { AppError, ErrorCode } from "../../core/errors.ts";
import { toCallerError } from "../../services/caller-error.ts";

/** Problem details (RFC 9457). */
export const Problem = z
  .object({
    type: z.string().meta({ example: "urn:voltplane:problem:invalid" }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z
      .array(
        z.object({
          detail: z.string(),
          pointer: z.string().optional().meta({ description: "JSON pointer into the request body (RFC 6901)." }),
          parameter: z.string().optional().meta({ description: "Name of a query parameter or header." }),
        }),
      )
      .optional(),
  })
  .meta({ id: "Problem" });
type FieldError = NonNullable<z.infer<typeof Problem>["errors"]>[number];

/** What can go wrong at this door beyond what services know. */
type ProblemCode =
  | ErrorCode
  | "methodNotAllowed"
  | "tooLarge"
  | "unsupportedMediaType"
  | "keyReused"
  | "keyInUse"
  | "answerLost";

const PROBLEMS = {
  invalid: [400, "The request is not valid"],
  unauthenticated: [401, "Not authenticated"],
  forbidden: [403, "Not permitted"],
  notFound: [404, "Not found"],
  methodNotAllowed: [405, "Method not allowed"],
  conflict: [409, "Conflict"],
  keyInUse: [409, "The first request with this Idempotency-Key is still running"],
  answerLost: [409, "The first request was carried out, but its answer is lost"],
  tooLarge: [413, "The request is too large"],
  unsupportedMediaType: [415, "Unsupported media type"],
  keyReused: [422, "The Idempotency-Key was used for another request"],
  tooMany: [429, "Too many requests"],
  internal: [500, "Internal error"],
  unavailable: [503, "Unavailable"],
} as const satisfies Record<ProblemCode, readonly [number, string]>;

/** The status of everything that can go wrong. */
export const PROBLEM_STATUSES: ReadonlySet<number> = new Set(Object.values(PROBLEMS).map(([status]) => status));

/** Headers that belong to a problem of this kind. */
const HEADERS: Partial<Record<ProblemCode, Record<string, string>>> = {
  unauthenticated: { "www-authenticate": "Bearer" },
  keyInUse: { "retry-after": "1" },
};

export function problem(
  code: ProblemCode,
  detail: string,
  { errors, headers }: { readonly errors?: readonly FieldError[]; readonly headers?: Record<string, string> } = {},
): Response {
  const [status, title] = PROBLEMS[code];
  const body = {
    type: `urn:voltplane:problem:${code.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    title,
    status,
    detail,
    ...(errors && errors.length > 0 ? { errors } : {}),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...HEADERS[code], ...headers },
  });
}

export const notFoundProblem = (): Response => problem("notFound", "There is nothing here.");

/** A failure as a problem; null for what is our own bug and shows nothing of itself. `where` the fields of it are. */
export function toProblem(error: unknown, where: "body" | "query"): Response | null {
  const known = toCallerError(error);
  if (!known) return null;
  const { retryAfterS } = known.details;
  return problem(known.code, known.message, {
    errors: issuesOf(known).map((issue) => toFieldError(issue, where)),
    ...(typeof retryAfterS === "number" ? { headers: { "retry-after": String(retryAfterS) } } : {}),
  });
}

/** What a schema refused, field by field. */
export const invalidProblem = (error: z.ZodError, where: "body" | "query"): Response =>
  problem("invalid", where === "body" ? "The body is not valid." : "A query parameter is not valid.", {
    errors: error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => toFieldError({ path: [...issue.path, key], message: "unknown field" }, where))
        : [toFieldError({ path: issue.path, message: issue.message }, where)],
    ),
  });

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string };

const Issues = z.array(z.object({ path: z.string(), message: z.string() }));

/** Services name fields by dotted paths. */
function issuesOf(error: AppError): readonly Issue[] {
  const issues = Issues.safeParse(error.details.issues);
  if (!issues.success) return [];
  return issues.data.map(({ path, message }) => ({ path: path === "" ? [] : path.split("."), message }));
}

function toFieldError({ path, message }: Issue, where: "body" | "query"): FieldError {
  if (where === "query") return { parameter: path.map(String).join("."), detail: message };
  const pointer = path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  return { pointer, detail: message };
}
