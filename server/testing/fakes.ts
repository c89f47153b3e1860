import { pino } from "pino";
import type { Clock } from "../core/clock.ts";
import type { CommandAcceptance, CommandRequest, Commands, DomainEvent, Events } from "../services/ports.ts";

/** A clock that stands still until a test moves it. */
export function testClock(start = new Date()): Clock & { advance(ms: number): void } {
  let nowMs = start.getTime();
  return {
    now: () => new Date(nowMs),
    advance(ms) {
      nowMs += ms;
    },
  };
}

export const silentLog = pino({ level: "silent" });

/** A gateway that takes every command and does nothing, unless a test says otherwise. */
export function fakeCommands() {
  const sent: CommandRequest[] = [];
  const disconnected: { tenantId: string; chargePointId: string; reason: string }[] = [];
  let answer: (request: CommandRequest) => CommandAcceptance | Promise<CommandAcceptance> = () => "queued";
  const commands: Commands = {
    async send(request) {
      sent.push(request);
      return answer(request);
    },
    async disconnect(tenantId, chargePointId, reason) {
      disconnected.push({ tenantId, chargePointId, reason });
    },
  };
  return {
    ...commands,
    sent,
    disconnected,
    /** What the gateway does with the commands from now on. */
    answerWith(newAnswer: typeof answer) {
      answer = newAnswer;
    },
  };
}

/** Events that are told at once and kept. */
export function fakeEvents(): Events & { readonly published: DomainEvent[] } {
  const published: DomainEvent[] = [];
  const handlers = new Set<(event: DomainEvent) => void>();
  return {
    published,
    publish(event) {
      published.push(event);
      for (const handler of handlers) handler(event);
    },
    subscribe(handler) {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
  };
}
