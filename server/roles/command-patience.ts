import type { Env } from "../env.ts";
import type { CommandPatience } from "../services/command/expire-commands.ts";
import { DEFAULT_OCPP_LIMITS } from "../transport/ocpp/limits.ts";

/** Clocks of several machines differ a little, and what ended is written a moment later. */
const SLACK_MS = 60_000;

/**
 * After how long no gateway can still hold a command. A queue looks for what waits too long once per ping interval; an
 * answer is awaited for longer than its time-out while reading is paused, for which a socket is given `handleTimeoutMs`.
 */
export function commandPatience(env: Pick<Env, "OCPP_CALL_TIMEOUT_MS" | "OCPP_PING_INTERVAL_MS">): CommandPatience {
  const { callPatienceMs, handleTimeoutMs } = DEFAULT_OCPP_LIMITS;
  return {
    queuedMs: callPatienceMs + 2 * env.OCPP_PING_INTERVAL_MS + SLACK_MS,
    sentMs: env.OCPP_CALL_TIMEOUT_MS + handleTimeoutMs + 2 * env.OCPP_PING_INTERVAL_MS + SLACK_MS,
  };
}
