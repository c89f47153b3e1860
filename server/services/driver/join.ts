import { randomBytes } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import { driver, idToken } from "../../../db/schema/people.ts";
import { inTenant, type Transaction } from "../../../db/tenancy.ts";
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
 * are, and gets the app's token if it is missing. Whom the office knows by that address is that driver, cards, past and block
 * included. Returns the driver's id.
 * @throws AppError `forbidden` where the company takes nobody by themselves.
 */
export async function joinAsDriver(place: PlaceContext, person: Joining): Promise<string> {
  const { tenantId } = place;
  return inTenant(place.db, tenantId, async (tx) => {
    const mine = and(eq(driver.tenantId, tenantId), eq(driver.userId, person.userId));
    const [own] = await tx.select({ id: driver.id }).from(driver).where(mine).for("update");
    const adopted = own ? null : await adoptRow(tx, place, person);
    const known = own ?? adopted;
    if (!known && !place.face.allowsSignUp) {
      throw new AppError(
        "forbidden",
        "This company adds its drivers itself. Ask it to add you with this mail address.",
      );
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
    if (made || adopted) {
      const actor = { kind: "driver", id: person.userId, driverId: row.id, name: person.name } as const;
      await recordAudit({ ...place, actor }, tx, { action: "driver.join", subjectType: "driver", subjectId: row.id });
    }
    return row.id;
  });
}

/**
 * Whether who proves that address becomes a driver of the company: anybody where people sign up by themselves, else whom its office
 * knows by it and who has no sign-in yet.
 */
export async function takesAsDriver(place: PlaceContext, email: string): Promise<boolean> {
  if (place.face.allowsSignUp) return true;
  return (await inTenant(place.db, place.tenantId, (tx) => findUnclaimed(tx, place.tenantId, email))) !== null;
}

/** The office's own driver of that address becomes the person's. */
async function adoptRow(
  tx: Transaction,
  { tenantId, clock }: PlaceContext,
  { userId, email }: Joining,
): Promise<{ readonly id: string } | null> {
  const row = await findUnclaimed(tx, tenantId, email);
  if (!row) return null;
  await tx
    .update(driver)
    .set({ userId, updatedAt: clock.now() })
    .where(and(eq(driver.tenantId, tenantId), eq(driver.id, row.id)));
  return row;
}

/** The driver of that address who is no person's yet, if there is exactly one: of several, nobody can tell which. */
async function findUnclaimed(
  tx: Transaction,
  tenantId: string,
  email: string,
): Promise<{ readonly id: string } | null> {
  const isTheirs = and(
    eq(driver.tenantId, tenantId),
    isNull(driver.userId),
    eq(sql`lower(${driver.email})`, email.toLowerCase()),
  );
  const rows = await tx.select({ id: driver.id }).from(driver).where(isTheirs).limit(2).for("update");
  return rows.length === 1 ? (rows[0] ?? null) : null;
}
