import { randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { driver, idToken } from "../../../db/schema/people.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { AppError } from "../../core/errors.ts";
import { uuidv7 } from "../../core/ids.ts";
import { recordAudit } from "../record-audit.ts";
import type { PlaceContext } from "../visit.ts";

/** Who becomes a driver: somebody who has proven the mail address. */
export type Joining = { readonly userId: string; readonly name: string; readonly email: string };

/** Twenty characters, as long as an OCPP 1.6 id tag may be: 80 random bits, so that nobody guesses another's. */
export const newAppToken = (): string => randomBytes(10).toString("hex").toUpperCase();

/**
 * Makes a person a driver of the company, with the id token that starts by the app stand for. Who is one already stays who they
 * are, and gets the app's token if it is missing. Returns the driver's id.
 * @throws AppError `forbidden` where the company takes nobody by themselves.
 */
export async function joinAsDriver(place: PlaceContext, person: Joining): Promise<string> {
  const { tenantId } = place;
  return inTenant(place.db, tenantId, async (tx) => {
    const mine = and(eq(driver.tenantId, tenantId), eq(driver.userId, person.userId));
    const [known] = await tx.select({ id: driver.id }).from(driver).where(mine).for("update");
    if (!known && !place.face.allowsSignUp) {
      throw new AppError("forbidden", "This company invites its drivers itself. Ask it for an invitation.");
    }
    const fresh = { tenantId, id: uuidv7(), userId: person.userId, name: person.name, email: person.email };
    const [made] = known
      ? []
      : await tx.insert(driver).values(fresh).onConflictDoNothing().returning({ id: driver.id });
    // Two browsers at once: the other one made it.
    const [row] = known || made ? [known ?? made] : await tx.select({ id: driver.id }).from(driver).where(mine);
    if (!row) throw new AppError("internal", "The driver could not be made.");
    const ofDriver = and(eq(idToken.tenantId, tenantId), eq(idToken.driverId, row.id), eq(idToken.kind, "app"));
    const [token] = await tx.select({ id: idToken.id }).from(idToken).where(ofDriver).limit(1);
    if (!token) {
      await tx
        .insert(idToken)
        .values({ tenantId, id: uuidv7(), token: newAppToken(), kind: "app", driverId: row.id, label: person.name });
    }
    if (made) {
      const actor = { kind: "driver", id: person.userId, driverId: row.id, name: person.name } as const;
      await recordAudit({ ...place, actor }, tx, { action: "driver.join", subjectType: "driver", subjectId: row.id });
    }
    return row.id;
  });
}
