import { errorKind } from "../api/error-kind.ts";

const REASONS = {
  validFrom: "validFrom",
  "ocpi.end_date_time": "end",
  "ocpi.currency": "currency",
} as const;
export type Refusal =
  | { readonly reason: (typeof REASONS)[keyof typeof REASONS] | "unlawful" }
  | { readonly reason: "other"; readonly fields: string };

type Details = { issues?: readonly { readonly path: string }[]; violations?: unknown };

/** What the server finds wrong with a tariff or version, for the reader's own language; null: it failed for another reason. */
export function refusalOf(error: unknown): Refusal | null {
  if (errorKind(error) !== "invalid") return null;
  const { issues = [], violations } = (error as { data?: { details?: Details } }).data?.details ?? {};
  if (violations) return { reason: "unlawful" };
  const paths = issues.map(({ path }) => path);
  const known = Object.entries(REASONS).find(([path]) => paths.includes(path));
  if (known) return { reason: known[1] };
  return paths.length > 0 ? { reason: "other", fields: paths.join(", ") } : null;
}
