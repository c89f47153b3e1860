import type { Happening } from "../../core/happening.ts";
import type { SiteState } from "../../core/site-state.ts";
import type { Deps } from "../context.ts";
import type { DomainEvent } from "../ports.ts";
import { FleetState } from "./fleet-state.ts";
import { loadFleet } from "./load-fleet.ts";
import { toHappening } from "./to-happening.ts";

/** What changed: sites as they stand now, and what happened, in its order. */
export type FleetUpdate = { readonly sites: readonly SiteState[]; readonly happened: readonly Happening[] };

export type LiveFleet = {
  /** How every site with charge points stands now. */
  all(): readonly SiteState[];
  /** What changed since this was last asked. */
  take(): FleetUpdate;
  close(): void;
};

/** Facts come at most once: what was missed is made good this often. */
const RELOAD_MS = 60_000;
/** A charge point was made, moved or retired: read anew, but not for each of a thousand. */
const RELOAD_SOON_MS = 1_000;
const MOST_HAPPENED = 200;

/**
 * Keeps a company's fleet in memory for as long as somebody watches: read once, then kept by facts. `onChange` is told that
 * something changed, and not again until it was taken. Rejects where the fleet cannot be read.
 */
export async function openFleet(
  deps: Pick<Deps, "db" | "clock" | "log" | "events">,
  tenantId: string,
  onChange: () => void,
): Promise<LiveFleet> {
  let state: FleetState | null = null;
  let happened: Happening[] = [];
  /** Facts heard while rows are read: the rows may not tell of them yet. */
  let meanwhile: DomainEvent[] | null = null;
  let isTold = false;
  let soon: NodeJS.Timeout | undefined;

  const tell = () => {
    if (isTold) return;
    isTold = true;
    onChange();
  };
  const take = (event: DomainEvent): void => {
    if (!("tenantId" in event) || event.tenantId !== tenantId || !("chargePointId" in event)) return;
    meanwhile?.push(event);
    if (!state) return;
    const before = state.station(event.chargePointId);
    const happening = before && toHappening(event, before, deps.clock.now());
    if (happening) happened = [...happened, happening].slice(-MOST_HAPPENED);
    if (!state.apply(event)) reloadSoon();
    if (happening || state.hasChanged) tell();
  };
  const load = async (): Promise<void> => {
    meanwhile = [];
    try {
      const fresh = new FleetState(await loadFleet(deps, tenantId), state);
      for (const event of meanwhile) fresh.apply(event);
      state = fresh;
    } finally {
      meanwhile = null;
    }
    if (state.hasChanged) tell();
  };
  const reload = () => {
    if (meanwhile) return reloadSoon();
    load().catch((error: unknown) => deps.log.warn({ err: error, tenantId }, "fleet not read anew; it is tried again"));
  };
  const reloadSoon = (): void => {
    soon ??= setTimeout(() => {
      soon = undefined;
      reload();
    }, RELOAD_SOON_MS).unref();
  };

  const unsubscribe = deps.events.subscribe(take);
  try {
    await load();
  } catch (error) {
    unsubscribe();
    throw error;
  }
  const timer = setInterval(reload, RELOAD_MS).unref();
  return {
    all: () => state?.all() ?? [],
    take: () => {
      isTold = false;
      const update = { sites: state?.takeChanged() ?? [], happened };
      happened = [];
      return update;
    },
    close: () => {
      unsubscribe();
      clearInterval(timer);
      clearTimeout(soon);
    },
  };
}
