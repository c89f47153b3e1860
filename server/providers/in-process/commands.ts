import { invariant } from "../../core/assert.ts";
import type { Commands } from "../../services/ports.ts";

/** Commands within one process: whoever holds the sockets attaches itself; until then every charge point is offline. */
export function createInProcessCommands(): Commands & { attach(owner: Commands): () => void } {
  let owner: Commands | null = null;
  return {
    attach(newOwner) {
      invariant(owner === null, "one gateway per process");
      owner = newOwner;
      return () => {
        if (owner === newOwner) owner = null;
      };
    },
    send: async (request) => (owner ? owner.send(request) : "offline"),
    disconnect: async (tenantId, chargePointId, reason) => owner?.disconnect(tenantId, chargePointId, reason),
  };
}
