import type { ServiceContext } from "../context.ts";
import type { Page } from "../page.ts";
import { listSessions } from "./list.ts";
import type { SessionView } from "./session-view.ts";

const FIELDS = [
  ...(["id", "state", "chargePointIdentity", "connectorNumber", "idToken", "driverName", "startedAt"] as const),
  ...(["endedAt", "stopReason", "energyWh", "powerW", "socPercent", "lastReadingAt"] as const),
  ...(["currency", "netMinor", "vatMinor", "grossMinor", "suspect"] as const),
] as const satisfies readonly (keyof SessionView)[];

/** What a list on a screen shows of a session, and what live events change of it. */
export type SessionRow = Pick<SessionView, (typeof FIELDS)[number]>;

/** A page of sessions as rows: a third of what `listSessions` tells, for screens that ask for hundreds at once. */
export async function listSessionRows(
  ctx: ServiceContext,
  input: Parameters<typeof listSessions>[1],
): Promise<Page<SessionRow>> {
  const { items, nextCursor } = await listSessions(ctx, input);
  return { items: items.map(toRow), nextCursor };
}

const toRow = (view: SessionView): SessionRow =>
  Object.fromEntries(FIELDS.map((name) => [name, view[name]])) as SessionRow;
