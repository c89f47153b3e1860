import type { Role } from "../../db/schema/tenants.ts";
import { AppError } from "../core/errors.ts";

/** What can be allowed. An API key's scopes are these names. */
export const PERMISSIONS = [
  "chargePoint.read",
  "chargePoint.write",
  "chargePoint.command",
  "message.read",
  "session.read",
  "idToken.read",
  "idToken.write",
  "tariff.read",
  "tariff.write",
  "audit.read",
  "apiKey.write",
  "driver.read",
  "driver.write",
  "member.write",
  "brand.write",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const READ = ["chargePoint.read", "session.read", "tariff.read"] as const satisfies readonly Permission[];

const PEOPLE = ["idToken.read", "driver.read"] as const satisfies readonly Permission[];

/** Roles of people. Viewers see the plant, not the cards; finance sets prices but moves no charger. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  owner: PERMISSIONS,
  operator: [
    ...READ,
    "chargePoint.write",
    "chargePoint.command",
    "message.read",
    ...PEOPLE,
    "idToken.write",
    "driver.write",
  ],
  finance: [...READ, ...PEOPLE, "tariff.write", "audit.read"],
  support: [...READ, "chargePoint.command", "message.read", ...PEOPLE, "driver.write"],
  viewer: READ,
};

/** Who acts. Never absent: the platform itself acts as `system`. */
export type Actor =
  | { readonly kind: "user"; readonly id: string; readonly name: string; readonly role: Role }
  /** A driver in their own app: what is theirs is decided by the services of drivers, not by permissions. */
  | { readonly kind: "driver"; readonly id: string; readonly driverId: string; readonly name: string }
  | { readonly kind: "apiKey"; readonly id: string; readonly name: string; readonly scopes: readonly string[] }
  | { readonly kind: "system"; readonly id: string; readonly name: string };

export function isPermitted(actor: Actor, permission: Permission): boolean {
  if (actor.kind === "system") return true;
  if (actor.kind === "driver") return false;
  if (actor.kind === "apiKey") return actor.scopes.includes(permission);
  return ROLE_PERMISSIONS[actor.role].includes(permission);
}

/** Throws `forbidden` unless the actor may. The first line of every service. */
export function requirePermission(ctx: { readonly actor: Actor }, permission: Permission): void {
  if (!isPermitted(ctx.actor, permission)) throw new AppError("forbidden", `This needs the permission ${permission}.`);
}

/** Nobody gives another more than they may themselves. @throws AppError `forbidden`. */
export function requireRole(ctx: { readonly actor: Actor }, role: Role): void {
  for (const permission of ROLE_PERMISSIONS[role]) requirePermission(ctx, permission);
}
