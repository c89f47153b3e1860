import { ROLES, type Role } from "../../../db/schema/tenants.ts";

/** What a provider said of a person (OpenID Connect Core, 5.1), as far as it was understood. */
export type ProviderClaims = {
  readonly subject: string;
  readonly email: string | null;
  /** As the provider says; undefined where it says nothing. */
  readonly isEmailVerified: boolean | undefined;
  readonly name: string | null;
  readonly raw: Readonly<Record<string, unknown>>;
};

const textOf = (value: unknown): string | null => (typeof value === "string" && value.trim() ? value.trim() : null);

/** Reads the claims of an ID token and of the user info, the latter of less weight. */
export function readProviderClaims(
  idToken: Readonly<Record<string, unknown>>,
  userInfo: Readonly<Record<string, unknown>> = {},
): ProviderClaims {
  const raw = { ...userInfo, ...idToken };
  const verified = raw.email_verified;
  const name = [textOf(raw.given_name), textOf(raw.family_name)].filter((part) => part !== null).join(" ");
  return {
    subject: String(idToken.sub ?? ""),
    email: textOf(raw.email),
    isEmailVerified: verified === undefined ? undefined : verified === true || verified === "true",
    name: textOf(raw.name) ?? textOf(name) ?? textOf(raw.preferred_username),
    raw,
  };
}

/** The texts at a path of the claims: `realm_access.roles` or `groups`; a list, or words divided by blanks or commas. */
export function textsAt(claims: Readonly<Record<string, unknown>>, path: string): readonly string[] {
  // A claim's own name may hold dots, as URLs do: the whole name first.
  const value = path in claims ? claims[path] : path.split(".").reduce<unknown>(childOf, claims);
  if (Array.isArray(value)) return value.filter((item) => typeof item === "string");
  return typeof value === "string" ? value.split(/[\s,]+/).filter(Boolean) : [];
}

const childOf = (at: unknown, name: string): unknown =>
  typeof at === "object" && at !== null && Object.hasOwn(at, name) ? (at as Record<string, unknown>)[name] : undefined;

export type RoleRule = {
  readonly roleClaim: string | null;
  readonly roleMap: Readonly<Record<string, Role>>;
  readonly defaultRole: Role | null;
};

/** What a person becomes in the office: the strongest role that their own roles stand for, else the default; null: nothing. */
export function roleOfClaims({ roleClaim, roleMap, defaultRole }: RoleRule, claims: ProviderClaims): Role | null {
  const theirs = roleClaim === null ? [] : textsAt(claims.raw, roleClaim);
  const ours = theirs.filter((name) => Object.hasOwn(roleMap, name)).map((name) => roleMap[name]);
  return ROLES.find((role) => ours.includes(role)) ?? defaultRole;
}
