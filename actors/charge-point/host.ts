import { type ActorOptions, createActor } from "xstate";
import type { ChargePointFact } from "../../server/services/station/committed-fact.ts";
import { awaitsMessage } from "./command-effect.ts";
import type { ChargePointIntent } from "./intent.ts";
import { chargePointMachine } from "./machine.ts";

export type HostDeps = {
  readonly clock?: NonNullable<ActorOptions<typeof chargePointMachine>["clock"]>;
  /** Only queues, so that it cannot throw. */
  readonly enqueueIntent: (intent: ChargePointIntent) => void;
  readonly onCrash: (error: unknown) => void;
};

export type ChargePointActor = { tell(fact: ChargePointFact): void; stop(): void };

/** Runs one charge point and survives its bugs: a crash concerns this one alone, and the registry starts it anew. */
export function hostChargePoint(deps: HostDeps): ChargePointActor {
  const actor = createActor(chargePointMachine, deps.clock ? { clock: deps.clock } : {});
  // Without this observer XState rethrows from a timer, which ends the process and with it every other charge point.
  actor.subscribe({ error: deps.onCrash });
  actor.on("*", deps.enqueueIntent);
  actor.start();
  const isMessageAwaited = (): boolean => {
    const { sent, accepted } = actor.getSnapshot().context;
    return awaitsMessage(sent) || awaitsMessage(accepted);
  };
  return {
    tell: (fact) => {
      // The most frequent fact by far, and a step of the machine costs as much as parsing the message.
      if (fact.type === "messageReceived" && !isMessageAwaited()) return;
      actor.send(fact);
    },
    stop: () => void actor.stop(),
  };
}
