import type { Logger } from "pino";
import type { ChargePointFact } from "../server/services/station/committed-fact.ts";
import type { Effects } from "./charge-point/effects.ts";
import { type ChargePointActor, hostChargePoint } from "./charge-point/host.ts";

import type { ActorKey } from "./charge-point/key.ts";

/** The charge points of this node, one actor each. */
export interface ActorRegistry {
  /** Tells a fact, after its commit. The first one starts the actor. */
  tell(key: ActorKey, fact: ChargePointFact): void;
  /** Ends a charge point's actor: it is held elsewhere, or gone. */
  forget(key: ActorKey): void;
  stop(): void;
}

export function createActorRegistry(deps: { readonly effects: Effects; readonly log: Logger }): ActorRegistry {
  const actors = new Map<string, ChargePointActor>();
  const nameOf = (key: ActorKey) => `${key.tenantId}/${key.chargePointId}`;

  const start = (key: ActorKey): ChargePointActor => {
    const actor = hostChargePoint({
      enqueueIntent: (intent) => deps.effects.enqueue(key, intent),
      onCrash: (error) => {
        deps.log.error({ err: error, ...key }, "charge point actor crashed; the next fact starts it anew");
        actors.delete(nameOf(key));
      },
    });
    actors.set(nameOf(key), actor);
    return actor;
  };

  return {
    tell: (key, fact) => (actors.get(nameOf(key)) ?? start(key)).tell(fact),
    forget: (key) => {
      actors.get(nameOf(key))?.stop();
      actors.delete(nameOf(key));
    },
    stop: () => {
      for (const actor of actors.values()) actor.stop();
      actors.clear();
    },
  };
}
