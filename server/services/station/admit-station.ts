import { and, eq } from "drizzle-orm";
import { chargePoint } from "../../../db/schema/assets.ts";
import { tenant } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { hashPassword, verifyPassword } from "../charge-point/password.ts";
import type { Deps } from "../context.ts";
import type { Admission, AdmissionRequest } from "./station.ts";

/** Checked when there is no station, so that an unknown identity takes as long as a wrong password. */
const NOBODY = hashPassword(Buffer.from("nobody has this password"));
const NO_TENANT = "00000000-0000-0000-0000-000000000000";

/** Whether a station may connect: tenant, identity (without regard to case) and Basic password (OCPP 1.6-J, profile 1). */
export async function admitStation(deps: Pick<Deps, "db">, request: AdmissionRequest): Promise<Admission> {
  const [owner] = await deps.db.orm.select({ id: tenant.id }).from(tenant).where(eq(tenant.slug, request.tenantSlug));
  const tenantId = owner?.id ?? NO_TENANT;
  const row = await inTenant(deps.db, tenantId, async (tx) => {
    const [found] = await tx
      .select({
        id: chargePoint.id,
        identity: chargePoint.identity,
        passwordHash: chargePoint.passwordHash,
        retiredAt: chargePoint.retiredAt,
      })
      .from(chargePoint)
      .where(and(eq(chargePoint.tenantId, tenantId), eq(chargePoint.identityKey, request.identity.toLowerCase())));
    return found;
  });
  const isRight = verifyPassword(request.password ?? new Uint8Array(), row?.passwordHash ?? NOBODY);
  if (!row) return { admitted: false, reason: "unknown" };
  const known = { tenantId, chargePointId: row.id };
  if (row.retiredAt) return { admitted: false, reason: "retired", ...known }; // it has no password any more
  if (!request.password) return { admitted: false, reason: request.flaw ?? "passwordMissing", ...known };
  if (!row.passwordHash) return { admitted: false, reason: "passwordNotSet", ...known };
  if (!isRight) return { admitted: false, reason: "passwordWrong", ...known };
  return { admitted: true, tenantId, chargePointId: row.id, identity: row.identity };
}
