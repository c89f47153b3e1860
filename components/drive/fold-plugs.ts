import { isConnectorStatus, stateFamily } from "../../server/core/connector-state.ts";
import type { PlugView, SiteView } from "../../server/services/place/station-view.ts";
import type { LiveEvent } from "../../server/transport/socket/events.ts";

/** A plug with what was pushed of it since it was read. The same object when nothing was. */
export function foldPlug(plug: PlugView, events: readonly LiveEvent[]): PlugView {
  let after = plug;
  for (const event of events) if (event.chargePointId === plug.chargePointId) after = foldOne(after, event);
  return after;
}

/** A site with what was pushed of its plugs. */
export const foldSite = (site: SiteView, events: readonly LiveEvent[]): SiteView => ({
  ...site,
  plugs: site.plugs.map((plug) => foldPlug(plug, events)),
});

/** A plug and the site around it with what was pushed of them. */
export const foldOnePlug = <One extends { readonly plug: PlugView; readonly site: SiteView }>(
  one: One,
  events: readonly LiveEvent[],
): One => ({ ...one, plug: foldPlug(one.plug, events), site: foldSite(one.site, events) });

function foldOne(plug: PlugView, event: LiveEvent): PlugView {
  if (event.type === "connectionChanged") {
    const { isOnline, at } = event;
    const state = stateOf(plug.status, isOnline);
    // Back, it is again what it was, and since then.
    return isOnline ? { ...plug, state, since: plug.statusAt, heardAt: at } : { ...plug, state, since: at };
  }
  if (event.type !== "connectorStatusChanged" || event.connectorNumber !== plug.connectorNumber) return plug;
  const { status, at, receivedAt } = event;
  // A station that speaks is there.
  return { ...plug, status, state: stateOf(status, true), statusAt: at, since: at, heardAt: receivedAt };
}

const stateOf = (status: string | null, isOnline: boolean): PlugView["state"] =>
  stateFamily({ status: status !== null && isConnectorStatus(status) ? status : null, isOnline });
