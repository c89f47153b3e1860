/**
 * Whether a statement failed because the row exists already (PostgreSQL 23505), by the name of the constraint or index, or what it ends with.
 * The query builder wraps the driver's error, so the causes are looked through.
 */
export function isUniqueViolation(error: unknown, constraint: string | { readonly suffix: string }): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, constraint_name } = cause as { code?: unknown; constraint_name?: unknown };
    if (code !== "23505" || typeof constraint_name !== "string") continue;
    if (typeof constraint === "string" ? constraint_name === constraint : constraint_name.endsWith(constraint.suffix))
      return true;
  }
  return false;
}
