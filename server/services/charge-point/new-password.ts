import { and, eq, inArray, isNotNull, lte, notInArray, or } from "drizzle-orm";
import { chargePoint, command } from "../../../db/schema/assets.ts";
import { inTenant, type Transaction } from "../../../db/tenancy.ts";
import { announceCommand } from "../command/announce.ts";
import type { Deps } from "../context.ts";

/**
 * A station's password is changed in two phases. The command that carries the new one (ChangeConfiguration of
 * AuthorizationKey) holds its hash from before it leaves; as long as it does, the station may connect with the old password
 * and with the new one. A no of the station drops it (record-progress.ts). What is here happens at the door.
 */
export type NewPassword = { readonly commandId: string; readonly hash: Uint8Array };

type Owner = { readonly tenantId: string; readonly chargePointId: string };

const ofOwner = ({ tenantId, chargePointId }: Owner) =>
  and(eq(command.tenantId, tenantId), eq(command.chargePointId, chargePointId), isNotNull(command.newPasswordHash));

/** The passwords that a charge point was given and has not used yet, the newest last. */
export async function loadNewPasswords(deps: Pick<Deps, "db">, owner: Owner): Promise<readonly NewPassword[]> {
  const rows = await inTenant(deps.db, owner.tenantId, (tx) =>
    tx
      .select({ commandId: command.id, hash: command.newPasswordHash })
      .from(command)
      .where(ofOwner(owner))
      .orderBy(command.id),
  );
  return rows.flatMap(({ commandId, hash }) => (hash ? [{ commandId, hash }] : []));
}

/** The station has connected with a new password: it is the password from now on, and the old one is no longer taken. */
export async function adoptNewPassword(
  deps: Pick<Deps, "db" | "clock" | "events">,
  owner: Owner,
  used: NewPassword,
): Promise<void> {
  const at = deps.clock.now();
  const effective = await inTenant(deps.db, owner.tenantId, async (tx) => {
    await tx
      .update(chargePoint)
      .set({ passwordHash: used.hash, updatedAt: at })
      .where(and(eq(chargePoint.tenantId, owner.tenantId), eq(chargePoint.id, owner.chargePointId)));
    // Ids rise with time. One that is still on its way may yet be taken.
    await tx
      .update(command)
      .set({ newPasswordHash: null })
      .where(
        and(
          ofOwner(owner),
          notInArray(command.state, ["queued", "sent"]),
          or(lte(command.id, used.commandId), inArray(command.state, ["timedOut", "failed"])),
        ),
      );
    const [row] = await tx
      .update(command)
      .set({ newPasswordHash: null, state: "effective", effectiveAt: at })
      .where(and(eq(command.tenantId, owner.tenantId), eq(command.id, used.commandId), eq(command.state, "accepted")))
      .returning();
    return row;
  });
  if (effective) announceCommand(deps, null, effective);
}

/** The station has connected with the old password: new ones whose answer never came were not taken. */
export async function dropUnansweredPasswords(deps: Pick<Deps, "db">, owner: Owner): Promise<void> {
  await inTenant(deps.db, owner.tenantId, (tx) =>
    tx
      .update(command)
      .set({ newPasswordHash: null })
      .where(and(ofOwner(owner), inArray(command.state, ["timedOut", "failed"]))),
  );
}

/** Nothing that was sent to the station is taken any more. */
export async function dropNewPasswords(tx: Transaction, owner: Owner): Promise<void> {
  await tx.update(command).set({ newPasswordHash: null }).where(ofOwner(owner));
}
