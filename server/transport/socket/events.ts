import type { FleetUpdate } from "../../services/fleet/live-fleet.ts";
import type {
  ChargePointChanged,
  CommandChanged,
  ConnectionChanged,
  ConnectorStatusChanged,
  MessageLogged,
  SessionChanged,
} from "../../services/ports.ts";

/** What screens are told: facts in batches, at most ten a second, the newest of each thing. */
export type LiveEvent =
  | ConnectorStatusChanged
  | ConnectionChanged
  | ChargePointChanged
  | SessionChanged
  | CommandChanged
  | MessageLogged;

export type ServerEvents = {
  /** In the order they happened. */
  live: (events: readonly LiveEvent[]) => void;
  /** More happened at once than is told one by one: what is shown must be read anew. */
  missed: () => void;
  /** How the sites stand: the whole to who begins to watch, then what changed, and what happened. */
  fleet: (update: FleetUpdate & { readonly isWhole: boolean }) => void;
  /** What charging costs has changed somewhere: who shows prices asks again. */
  pricesChanged: () => void;
};

/** What a screen wants to hear about; ids of other tenants are never heard of. */
export type Topic =
  | { readonly kind: "tenant" | "fleet" }
  | { readonly kind: "site"; readonly id: string }
  | { readonly kind: "chargePoint"; readonly id: string }
  | { readonly kind: "session"; readonly id: string }
  /** A driver's own sessions, and what became of their own commands: only ever one's own, whatever id is said. */
  | { readonly kind: "driver" | "person"; readonly id: string };

export type ClientEvents = {
  watch: (topic: Topic, done: (outcome: { readonly ok: boolean }) => void) => void;
  unwatch: (topic: Topic) => void;
  /** Answered once everything that was to be watched until now is heard: what is read from then on misses nothing. */
  settled: (done: () => void) => void;
};
