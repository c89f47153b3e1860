import { assign, emit, enqueueActions, setup } from "xstate";
import type { AcceptedCommand, ChargePointFact, OpenSession } from "../../server/services/station/committed-fact.ts";
import { isAwaited, isEffectiveAtOnce, isEffectOf } from "./command-effect.ts";
import type { ChargePointIntent } from "./intent.ts";

/** How long a station may stay silent about its connectors before we ask. */
const STATUS_PATIENCE_MS = 10_000;
/** How long a free connector may contradict an open session: queued messages of an offline spell come first. */
const FREE_PATIENCE_MS = 120_000;
/** Commands waiting for their effect that are remembered; older ones stay `accepted`. */
const MOST_COMMANDS = 20;

type Context = {
  readonly statuses: Readonly<Record<number, string>>;
  readonly sessions: readonly OpenSession[];
  /** Transactions that were open when the station booted. */
  readonly bootedOver: readonly number[];
  /** Transactions that have been contradicted since the patience with them began. */
  readonly doubted: readonly number[];
  /** NumberOfConnectors; null: not told. */
  readonly connectorCount: number | null;
  readonly commands: readonly AcceptedCommand[];
};

/** Statuses that no running session can be in. */
const isFree = (status: string | undefined): boolean => status === "Available" || status === "Unavailable";

/**
 * Sessions whose connector says that nobody charges. After a boot that is also a connector that prepares: a station that went on
 * with what it did before would say so.
 */
const contradicted = ({ sessions, statuses, bootedOver }: Context): readonly OpenSession[] =>
  sessions.filter(({ connectorNumber, transactionId }) => {
    const status = connectorNumber === 0 ? undefined : statuses[connectorNumber]; // 0 speaks of the box
    return isFree(status) || (status === "Preparing" && bootedOver.includes(transactionId));
  });

/**
 * One charge point's decisions. One definition for all; the actor holds what it has heard since its start and is rebuilt
 * from the database and the station's own reports after one.
 */
export const chargePointMachine = setup({
  types: {
    context: {} as Context,
    events: {} as ChargePointFact,
    emitted: {} as ChargePointIntent,
  },
  delays: { statusPatience: STATUS_PATIENCE_MS, freePatience: FREE_PATIENCE_MS },
  guards: {
    isContradicted: ({ context }) => contradicted(context).length > 0,
    hasNoStatus: ({ context }) => Object.keys(context.statuses).length === 0,
  },
  actions: {
    rememberStatus: assign(({ context, event }) =>
      event.type === "statusReported"
        ? { statuses: { ...context.statuses, [event.connectorNumber]: event.status } }
        : {},
    ),
    rememberStart: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== "sessionStarted") return;
      const { type: _, isAccepted, ...started } = event;
      const others = context.sessions.filter((session) => session.transactionId !== started.transactionId);
      // A refused start says nothing about the session that runs; an earlier start that arrives late neither.
      const replaced = isAccepted
        ? others.filter(
            (session) =>
              session.connectorNumber === started.connectorNumber && session.startedAtMs <= started.startedAtMs,
          )
        : [];
      for (const session of replaced) enqueue.emit({ type: "abandonSession", session, because: "newStart" });
      enqueue.assign({ sessions: [...others.filter((session) => !replaced.includes(session)), started] });
    }),
    forgetSession: assign(({ context, event }) =>
      event.type === "sessionStopped"
        ? { sessions: context.sessions.filter((session) => session.transactionId !== event.transactionId) }
        : {},
    ),
    abandonContradicted: enqueueActions(({ context, enqueue }) => {
      const lost = contradicted(context).filter(({ transactionId }) => context.doubted.includes(transactionId));
      for (const session of lost) enqueue.emit({ type: "abandonSession", session, because: "connectorFree" });
      enqueue.assign({ sessions: context.sessions.filter((session) => !lost.includes(session)) });
    }),
    rememberBoot: assign(({ context }) => ({
      bootedOver: context.sessions.map(({ transactionId }) => transactionId),
    })),
    doubt: assign(({ context }) => ({ doubted: contradicted(context).map(({ transactionId }) => transactionId) })),
    rememberCount: assign(({ event }) =>
      event.type === "connectorsCounted" ? { connectorCount: event.connectorCount } : {},
    ),
    rememberCommand: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== "commandAccepted") return;
      if (isEffectiveAtOnce(event.command, context)) {
        enqueue.emit({ type: "commandEffective", commandId: event.command.commandId });
      } else if (isAwaited(event.command)) {
        enqueue.assign({ commands: [...context.commands, event.command].slice(-MOST_COMMANDS) });
      }
    }),
    seeEffects: enqueueActions(({ context, event, enqueue }) => {
      const seen = context.commands.filter((command) => isEffectOf(command, event, context));
      if (seen.length === 0) return;
      for (const { commandId } of seen) enqueue.emit({ type: "commandEffective", commandId });
      enqueue.assign({ commands: context.commands.filter((command) => !seen.includes(command)) });
    }),
    askStatus: emit({ type: "askStatus" }),
    askConfiguration: emit({ type: "askConfiguration" }),
  },
}).createMachine({
  id: "chargePoint",
  context: { statuses: {}, sessions: [], bootedOver: [], doubted: [], connectorCount: null, commands: [] },
  initial: "offline",
  on: {
    connected: {
      target: ".online",
      reenter: true,
      // What was said on an earlier connection is history: the station tells, or is asked.
      actions: assign(({ event }) => ({
        statuses: {},
        sessions: event.openSessions,
        bootedOver: [],
        connectorCount: event.connectorCount,
      })),
    },
    statusReported: { actions: ["rememberStatus", "seeEffects"] },
    sessionStarted: { actions: ["rememberStart", "seeEffects"] },
    sessionStopped: { actions: ["forgetSession", "seeEffects"] },
    connectorsCounted: { actions: "rememberCount" },
    messageReceived: { actions: "seeEffects" },
    commandAccepted: { actions: "rememberCommand" },
  },
  states: {
    offline: {},
    online: {
      on: {
        disconnected: "offline",
        booted: [
          { guard: ({ event }) => !event.isAccepted, actions: "seeEffects" },
          { guard: ({ event }) => event.isFirst, target: ".quiet", actions: ["seeEffects", "askConfiguration"] },
          { target: ".quiet", actions: ["seeEffects", "rememberBoot"] },
        ],
      },
      initial: "arriving",
      states: {
        arriving: {
          always: { guard: ({ event }) => event.type === "connected" && event.hasBooted, target: "quiet" },
        },
        /** Served, but silent about its connectors. */
        quiet: {
          after: {
            statusPatience: [{ guard: "hasNoStatus", target: "served", actions: "askStatus" }, { target: "served" }],
          },
        },
        served: {
          initial: "consistent",
          states: {
            consistent: { always: { guard: "isContradicted", target: "contradicted" } },
            contradicted: {
              entry: "doubt",
              always: { guard: ({ context }) => contradicted(context).length === 0, target: "consistent" },
              after: { freePatience: { target: "consistent", actions: "abandonContradicted" } },
            },
          },
        },
      },
    },
  },
});
