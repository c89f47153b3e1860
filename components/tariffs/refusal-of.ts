import { errorKind } from "../api/error-kind.ts";

const REASONS = {
  name: "name",
  validFrom: "validFrom",
  "ocpi.end_date_time": "end",
  "ocpi.currency": "currency",
} as const;
export type Refusal =
  | { readonly reason: (typeof REASONS)[keyof typeof REASONS] | "retired" | "unlawful" }
  | { readonly reason: "other"; readonly fields: string };

type Details = { issues?: readonly { readonly path: string }[]; violations?: unknown };

/** Why the server took a tariff or version not, for the reader's own language; null: for a reason that any call may have. */
export function refusalOf(error: unknown): Refusal | null {
  const kind = errorKind(error);
  if (kind !== "invalid" && kind !== "conflict") return null;
  const { issues = [], violations } = (error as { data?: { details?: Details } }).data?.details ?? {};
  if (violations) return { reason: "unlawful" };
  const paths = issues.map(({ path }) => path);
  const known = Object.entries(REASONS).find(([path]) => paths.includes(path));
  if (known) return { reason: known[1] };
  if (kind === "conflict") return { reason: "retired" };
  return paths.length > 0 ? { reason: "other", fields: paths.join(", ") } : null;
}
