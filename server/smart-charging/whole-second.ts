import { invariant } from "../core/assert.ts";

/** OCPP 1.6 counts schedules in whole seconds (7.13, 7.14), so fractions of instants are dropped. */
export const wholeSecond = (atMs: number): number => Math.floor(atMs / 1000) * 1000;

/** An instant of a charging profile. Its message was checked before: text that is no instant cannot come here. */
export function parseInstant(text: string): number {
  const atMs = Date.parse(text);
  invariant(Number.isFinite(atMs), `${text} is no instant`);
  return wholeSecond(atMs);
}
