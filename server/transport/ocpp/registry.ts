import type { Commands } from "../../services/ports.ts";
import { CLOSE, type Connection } from "./connection.ts";
import { stationKey } from "./connection-context.ts";

/** The sockets of this node. For each station the newest one speaks; those it replaced are only known until they close. */
export class ConnectionRegistry {
  readonly #serving = new Map<string, Connection>();
  readonly #open = new Set<Connection>();

  /** Open sockets, those that are being closed included. */
  get size(): number {
    return this.#open.size;
  }

  find(tenantId: string, chargePointId: string): Connection | null {
    return this.#serving.get(stationKey({ tenantId, chargePointId })) ?? null;
  }

  all(): Connection[] {
    return [...this.#open];
  }

  /** Makes the connection the one that speaks for its station. */
  add(connection: Connection): void {
    this.#open.add(connection);
    this.#serving.set(connection.key, connection);
  }

  /** Forgets the connection. Another one that speaks for the same station by now stays. */
  remove(connection: Connection): void {
    this.#open.delete(connection);
    if (this.#serving.get(connection.key) === connection) this.#serving.delete(connection.key);
  }
}

/** The `Commands` of this node alone: who is not connected here is offline. */
export const createLocalCommands = (registry: ConnectionRegistry): Commands => ({
  send: async (request) => registry.find(request.tenantId, request.chargePointId)?.offer(request) ?? "offline",
  disconnect: async (tenantId, chargePointId, reason) => {
    registry.find(tenantId, chargePointId)?.close(CLOSE.policy, reason);
  },
});
