import type { RouterOutputs } from "../../server/transport/trpc/router.ts";

/** What the app shows without a network: the station looked at last and the session watched last, with when that was. */
export type LastSeen = {
  readonly plug?: { readonly at: string; readonly value: RouterOutputs["place"]["plug"] };
  readonly session?: { readonly at: string; readonly value: RouterOutputs["drive"]["session"] };
};

const PREFIX = "drive:last:";
const keyOf = (base: string): string => `${PREFIX}${base}`;

/** Private windows and full disks have no store: then there is nothing to show without a network. */
function store(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null; // access is denied by the browser's settings
  }
}

/** What was kept for the company; a store that another version wrote is none. */
export function readLastSeen(base: string): LastSeen {
  try {
    const kept: unknown = JSON.parse(store()?.getItem(keyOf(base)) ?? "{}");
    return typeof kept === "object" && kept !== null ? (kept as LastSeen) : {};
  } catch {
    return {}; // not JSON: nothing that we wrote
  }
}

export function keepLastSeen(base: string, seen: LastSeen): void {
  try {
    store()?.setItem(keyOf(base), JSON.stringify({ ...readLastSeen(base), ...seen }));
  } catch (error) {
    console.warn("the last view could not be kept", error); // the store is full
  }
}

/** Everything private that the app kept in this browser, of whatever company. */
export function forgetLastSeen(): void {
  const kept = store();
  if (!kept) return;
  for (const key of Object.keys(kept)) if (key.startsWith(PREFIX)) kept.removeItem(key);
}
