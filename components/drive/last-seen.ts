import type { RouterOutputs } from "../../server/transport/trpc/router.ts";

/** What the app shows without a network: the station looked at last and the session watched last, with when that was. */
export type LastSeen = {
  readonly plug?: Kept<OnePlug>;
  readonly session?: Kept<RouterOutputs["drive"]["session"]>;
};
type OnePlug = RouterOutputs["place"]["plug"];
export type Kept<Value> = { readonly at: string; readonly value: Value };

const PREFIX = "drive:last:";
const keyOf = (base: string): string => `${PREFIX}${base}`;
/** Who is signed in on this browser, and so whose all of it is; nothing for a guest. */
const PERSON = "drive:person";

/** Private windows and full disks have no store: then there is nothing to show without a network. */
function store(kind: "localStorage" | "sessionStorage" = "localStorage"): Storage | null {
  try {
    return window[kind];
  } catch {
    return null; // access is denied by the browser's settings
  }
}

const isOf = (personId: string | null): boolean => (store()?.getItem(PERSON) ?? null) === personId;

/** What was kept for the company; a store that another version wrote is none. */
export function readLastSeen(base: string): LastSeen {
  try {
    const kept: unknown = JSON.parse(store()?.getItem(keyOf(base)) ?? "{}");
    return typeof kept === "object" && kept !== null ? (kept as LastSeen) : {};
  } catch {
    return {}; // not JSON: nothing that we wrote
  }
}

/** Keeps what a person has seen, unless the browser is somebody else's by now: another tab has signed out or in. */
export function keepLastSeen(base: string, personId: string | null, seen: LastSeen): void {
  if (!isOf(personId)) return;
  try {
    store()?.setItem(keyOf(base), JSON.stringify({ ...readLastSeen(base), ...seen }));
  } catch (error) {
    console.warn("the last view could not be kept", error); // the store is full
  }
}

/** The browser is this person's from now on: what was kept of anybody else is forgotten. */
export function claimLastSeen(personId: string | null): void {
  if (isOf(personId)) return;
  forgetLastSeen();
  try {
    if (personId !== null) store()?.setItem(PERSON, personId);
  } catch (error) {
    console.warn("nothing can be kept for without a network", error); // the store is full
  }
}

/** Hears when another tab makes the browser somebody else's. Returns how to stop. */
export function onOtherPerson(personId: string | null, tell: () => void): () => void {
  const hear = ({ key }: StorageEvent) => {
    if ((key === PERSON || key === null) && !isOf(personId)) tell();
  };
  window.addEventListener("storage", hear);
  return () => window.removeEventListener("storage", hear);
}

/** Everything private that was kept in this browser, of whatever company: by the app, and of the office in this tab. */
export function forgetLastSeen(): void {
  store("sessionStorage")?.clear();
  const kept = store();
  if (!kept) return;
  for (const key of Object.keys(kept)) if (key.startsWith(PREFIX) || key === PERSON) kept.removeItem(key);
}

/** A station as it was: nobody knows whether its plugs are free. */
export const toKeptPlug = (one: OnePlug): OnePlug => ({
  ...one,
  plug: { ...one.plug, state: "offline", since: null },
  site: { ...one.site, plugs: one.site.plugs.map((plug) => ({ ...plug, state: "offline", since: null })) },
});
