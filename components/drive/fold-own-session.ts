import type { LiveEvent } from "../../server/transport/socket/events.ts";

type Live = Pick<
  Extract<LiveEvent, { type: "sessionChanged" }>["session"],
  | ("id" | "state" | "endedAt" | "energyWh" | "powerW" | "socPercent" | "lastReadingAt" | "currency")
  | ("netMinor" | "vatMinor" | "grossMinor" | "stopReason")
>;

/** A session of the driver's with what was pushed of it since it was read. The same object when nothing was. */
export function foldOwnSession<S extends Live>(session: S, events: readonly LiveEvent[]): S {
  let after = session;
  for (const event of events) {
    if (event.type !== "sessionChanged" || event.session.id !== session.id) continue;
    // What ended stays ended: figures of before may arrive late.
    if (after.state === "ended" && event.session.state === "active") continue;
    after = { ...after, ...figuresOf(event.session) };
  }
  return after;
}

function figuresOf(session: Live): Live {
  const { id, state, endedAt, energyWh, powerW, socPercent, lastReadingAt } = session;
  const { currency, netMinor, vatMinor, grossMinor, stopReason } = session;
  return {
    ...{ id, state, endedAt, energyWh, powerW, socPercent, lastReadingAt },
    ...{ currency, netMinor, vatMinor, grossMinor, stopReason },
  };
}
