import { and, desc, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { command } from "../../../db/schema/assets.ts";
import { session } from "../../../db/schema/charging.ts";
import { idToken } from "../../../db/schema/people.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { AppError, notFound } from "../../core/errors.ts";
import { uuidv7 } from "../../core/ids.ts";
import type { StartObstacle } from "../../core/start-obstacle.ts";
import { type CommandView, toCommandView } from "../command/command-view.ts";
import { dispatchCommand } from "../command/send.ts";
import { PlugInput } from "../place/get-plug.ts";
import { loadPlugs, plugOfKey } from "../place/load-plugs.ts";
import type { PlugOffer, PlugView } from "../place/station-view.ts";
import type { DriverContext } from "./context.ts";
import { newAppToken } from "./join.ts";
import { loadOwnRow } from "./require-driver.ts";

export const StartChargingInput = PlugInput.extend({
  /** Of the price that the driver saw; null: none was known. */
  tariffVersionId: z.uuid().nullable(),
});

const obstacle = (reason: StartObstacle, message: string, more: object = {}) =>
  new AppError("conflict", message, { reason, ...more });

/** OCPP 1.6 states in which a station takes a remote start: free, or with the cable in and nobody charging. */
const STARTABLE = ["Available", "Preparing"];

/**
 * Asks the station to start charging for the driver; asked again while that is under way, it is the same start. What comes of it
 * is told by `getStart` and by pushes.
 * @throws AppError `notFound`, `conflict` with `details.reason` (`StartObstacle`; `yours` with the running `sessionId`,
 * `price` with the `offer` that holds now instead of the one that was seen).
 */
export async function startCharging(
  ctx: DriverContext,
  input: z.infer<typeof StartChargingInput>,
): Promise<CommandView> {
  const [plug] = await loadPlugs(ctx, plugOfKey(input.plug));
  if (!plug) throw notFound("Station");
  const asked = await inTenant(ctx.db, ctx.tenantId, async (tx) => {
    const { blockedAt, name } = await loadOwnRow(tx, ctx, "update");
    if (blockedAt) throw obstacle("blocked", "The company has blocked this account.");
    const token = await findAppToken(tx, ctx);
    await refuseWhileCharging(tx, ctx, plug);
    const underWay = await findUnderWay(tx, ctx, plug);
    if (underWay) return { underWay };
    await refuseByState(tx, ctx, plug);
    const { price, tariffVersionId, priceUntil } = plug;
    if (tariffVersionId !== input.tariffVersionId) {
      throw obstacle("price", "The price has changed.", {
        offer: { price, tariffVersionId, priceUntil } satisfies PlugOffer,
      });
    }
    return { idTag: token ?? (await makeAppToken(tx, ctx, name)) };
  });
  if ("underWay" in asked) return asked.underWay;
  const start = {
    chargePoint: plug.chargePointId,
    action: "RemoteStartTransaction",
    request: { connectorId: plug.connectorNumber, idTag: asked.idTag },
    waitS: 0,
  };
  return dispatchCommand(ctx, start, async (tx) => {
    // Two phones at the same moment: one waits here until the other's start is queued, and finds it.
    await loadOwnRow(tx, ctx, "update");
    return findUnderWay(tx, ctx, plug);
  });
}

/** A station that said yes this long ago and did not start may be asked anew. */
const SAME_TAP_MS = 30_000;

/** Tapped twice, on two phones or after a lost answer. */
async function findUnderWay(tx: Tx, ctx: DriverContext, plug: PlugView): Promise<CommandView | null> {
  const [row] = await tx
    .select()
    .from(command)
    .where(
      and(
        eq(command.tenantId, ctx.tenantId),
        eq(command.chargePointId, plug.chargePointId),
        inArray(command.state, ["queued", "sent", "accepted"]),
        eq(command.action, "RemoteStartTransaction"),
        sql`${command.actor} ->> 'kind' = 'driver' and ${command.actor} ->> 'id' = ${ctx.actor.id}`,
        sql`${command.request} ->> 'connectorId' = ${String(plug.connectorNumber)}`,
        gt(command.createdAt, new Date(ctx.clock.now().getTime() - SAME_TAP_MS)),
      ),
    )
    .orderBy(desc(command.id))
    .limit(1);
  return row ? toCommandView(row) : null;
}

/** One app charges one car (ConcurrentTx): a second start would be taken by the station and refused by us. */
async function refuseWhileCharging(tx: Tx, ctx: DriverContext, plug: PlugView): Promise<void> {
  const running = await tx
    .select({ id: session.id, chargePointId: session.chargePointId, connectorNumber: session.connectorNumber })
    .from(session)
    .innerJoin(idToken, and(eq(idToken.tenantId, session.tenantId), eq(idToken.id, session.idTokenId)))
    .where(
      and(
        eq(session.tenantId, ctx.tenantId),
        eq(session.driverId, ctx.actor.driverId),
        isNull(session.endedAt),
        eq(idToken.kind, "app"),
      ),
    );
  const isHere = (row: (typeof running)[number]) =>
    row.chargePointId === plug.chargePointId && row.connectorNumber === plug.connectorNumber;
  const here = running.find(isHere);
  if (here) throw obstacle("yours", "You are charging here already.", { sessionId: here.id });
  const [elsewhere] = running;
  if (elsewhere) throw obstacle("elsewhere", "You are charging elsewhere.", { sessionId: elsewhere.id });
}

async function refuseByState(tx: Tx, ctx: DriverContext, plug: PlugView): Promise<void> {
  const { state, status } = plug;
  if (state === "offline") throw obstacle("offline", "The station is not connected.");
  if (state === "fault") throw obstacle("fault", "The station reports a fault.");
  if (state === "out") throw obstacle("out", "The station is out of service.");
  if (status !== null && STARTABLE.includes(status)) return;
  if (status === "Finishing" && (await wasLastHere(tx, ctx, plug))) {
    throw obstacle("finishing", "Your cable of the last session is still in.");
  }
  throw obstacle("occupied", "Somebody else is here.");
}

/** A cable that nobody has taken out for longer is nobody's that we know. */
const LAST_WITHIN_MS = 30 * 24 * 3_600_000;

/** Whether the connector's last session was the driver's. */
async function wasLastHere(tx: Tx, ctx: DriverContext, plug: PlugView): Promise<boolean> {
  const [last] = await tx
    .select({ driverId: session.driverId })
    .from(session)
    .where(
      and(
        eq(session.tenantId, ctx.tenantId),
        eq(session.chargePointId, plug.chargePointId),
        eq(session.connectorNumber, plug.connectorNumber),
        gt(session.startedAt, new Date(ctx.clock.now().getTime() - LAST_WITHIN_MS)),
      ),
    )
    .orderBy(desc(session.startedAt))
    .limit(1);
  return last?.driverId === ctx.actor.driverId;
}

type Tx = Parameters<typeof loadOwnRow>[0];

async function findAppToken(tx: Tx, ctx: DriverContext): Promise<string | null> {
  const [row] = await tx
    .select({ token: idToken.token, status: idToken.status })
    .from(idToken)
    .where(and(eq(idToken.tenantId, ctx.tenantId), eq(idToken.driverId, ctx.actor.driverId), eq(idToken.kind, "app")))
    .limit(1);
  if (row?.status === "blocked") throw obstacle("blocked", "The company has blocked this account.");
  return row?.token ?? null;
}

/** For a driver whom the office made: the app's token comes with the first start. */
async function makeAppToken(tx: Tx, ctx: DriverContext, label: string): Promise<string> {
  const token = newAppToken();
  await tx.insert(idToken).values({
    ...{ tenantId: ctx.tenantId, id: uuidv7(), token, kind: "app", label },
    driverId: ctx.actor.driverId,
  });
  return token;
}
