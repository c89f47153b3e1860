import type { Logger } from "pino";
import type { ChargePointIntent } from "./intent.ts";
import type { ActorKey } from "./key.ts";

/** Does what actors decide, one after the other for each charge point. */
export interface Effects {
  enqueue(key: ActorKey, intent: ChargePointIntent): void;
  /** Resolves when nothing is under way. */
  drain(): Promise<void>;
}

export type EffectServices = {
  readonly [T in ChargePointIntent["type"]]: (
    key: ActorKey,
    intent: Extract<ChargePointIntent, { type: T }>,
  ) => Promise<void>;
};

/** A failed effect is logged and dropped: the facts that led to it come again with the next connection. */
export function createEffects(deps: { readonly services: EffectServices; readonly log: Logger }): Effects {
  const tails = new Map<string, Promise<void>>();
  const perform = async (key: ActorKey, intent: ChargePointIntent): Promise<void> => {
    const service = deps.services[intent.type] as (key: ActorKey, intent: ChargePointIntent) => Promise<void>;
    try {
      await service(key, intent);
    } catch (error) {
      deps.log.error({ err: error, ...key, intent: intent.type }, "effect failed");
    }
  };
  return {
    enqueue: (key, intent) => {
      const name = `${key.tenantId}/${key.chargePointId}`;
      const tail = (tails.get(name) ?? Promise.resolve()).then(() => perform(key, intent));
      tails.set(name, tail);
      void tail.then(() => {
        if (tails.get(name) === tail) tails.delete(name);
      });
    },
    drain: async () => {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}
