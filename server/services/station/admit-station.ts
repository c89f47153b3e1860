import { and, eq, sql } from "drizzle-orm";
import { chargePoint } from "../../../db/schema/assets.ts";
import { tenant } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { adoptNewPassword, dropUnansweredPasswords, loadNewPasswords } from "../charge-point/new-password.ts";
import { hashPassword, verifyPassword } from "../charge-point/password.ts";
import type { Deps } from "../context.ts";
import type { Admission, AdmissionRequest } from "./station.ts";

/** Checked when there is no station, so that an unknown identity takes as long as a wrong password. */
const NOBODY = hashPassword(Buffer.from("nobody has this password"));
const NO_TENANT = "00000000-0000-0000-0000-000000000000";

/**
 * Whether a station may connect: tenant, identity (without regard to case) and Basic password (OCPP 1.6-J, profile 1). A
 * password that it was given by command is taken beside the old one until one of the two has proved right.
 */
export async function admitStation(
  deps: Pick<Deps, "db" | "clock" | "events">,
  request: AdmissionRequest,
): Promise<Admission> {
  const [owner] = await deps.db.orm.select({ id: tenant.id }).from(tenant).where(eq(tenant.slug, request.tenantSlug));
  const tenantId = owner?.id ?? NO_TENANT;
  const row = await inTenant(deps.db, tenantId, async (tx) => {
    const [found] = await tx
      .select({
        id: chargePoint.id,
        identity: chargePoint.identity,
        passwordHash: chargePoint.passwordHash,
        retiredAt: chargePoint.retiredAt,
        hasNewPassword: sql<boolean>`exists (select from command k where k.tenant_id = "charge_point".tenant_id
          and k.charge_point_id = "charge_point".id and k.new_password_hash is not null)`,
      })
      .from(chargePoint)
      .where(and(eq(chargePoint.tenantId, tenantId), eq(chargePoint.identityKey, request.identity.toLowerCase())));
    return found;
  });
  const password = request.password ?? new Uint8Array();
  const isRight = verifyPassword(password, row?.passwordHash ?? NOBODY);
  if (!row) return { admitted: false, reason: "unknown" };
  const known = { tenantId, chargePointId: row.id };
  if (row.retiredAt) return { admitted: false, reason: "retired", ...known }; // it has no password any more
  if (!request.password) return { admitted: false, reason: request.flaw ?? "passwordMissing", ...known };
  if (!row.passwordHash) return { admitted: false, reason: "passwordNotSet", ...known };
  const given = row.hasNewPassword ? await loadNewPasswords(deps, known) : [];
  const used = given.findLast(({ hash }) => verifyPassword(password, hash));
  if (!isRight && !used) return { admitted: false, reason: "passwordWrong", ...known };
  if (used) await adoptNewPassword(deps, known, used);
  else if (given.length > 0) await dropUnansweredPasswords(deps, known);
  return { admitted: true, tenantId, chargePointId: row.id, identity: row.identity };
}
