import { and, eq, inArray, ne, or } from "drizzle-orm";
import { type CommandState, command } from "../../../db/schema/assets.ts";
import { inTenant } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import { untilPossible } from "../recording/until-possible.ts";
import type { CommandProgress, Station } from "../station/station.ts";
import { announceCommand } from "./announce.ts";
import { outcomeOfResponse } from "./outcome-of-response.ts";
import { redactResponse } from "./redact.ts";

const TIMED_OUT = {
  timeout: "The station did not answer in time.",
  disconnected: "The connection ended before the station answered.",
} as const;

/** It may have left, or its answer could not be read: whether the station did as told is not known. */
const MAY_HAVE_BEEN_DONE: ReadonlySet<string> = new Set(["unavailable", "FormationViolation"]);

/**
 * Keeps what became of a command and tells it, after the commit. A command that has its answer keeps it: what comes late or
 * twice changes nothing, is not told, and gives null; otherwise the new state. A new password that the station did not take is
 * forgotten; without an answer it stays, since the station may have it. Nobody says it again, so it is tried until the
 * database can, or `isOver` says that it may be left to `expireCommands`.
 */
export async function recordCommandProgress(
  deps: Pick<Deps, "db" | "events">,
  station: Pick<Station, "tenantId" | "siteId" | "chargePointId">,
  commandId: string,
  progress: CommandProgress,
  isOver?: () => boolean,
): Promise<CommandState | null> {
  const isDue = inArray(command.state, progress.step === "sent" ? ["queued"] : ["queued", "sent"]);
  const isKept = and(
    eq(progress.step === "sent" ? command.sentAt : command.answeredAt, progress.at),
    ne(command.state, "effective"),
  );
  let tries = 0;
  const row = await untilPossible(() => {
    tries += 1;
    const isOurs = and(
      eq(command.tenantId, station.tenantId),
      eq(command.id, commandId),
      eq(command.chargePointId, station.chargePointId),
      // A commit whose confirmation was lost may have been one.
      tries === 1 ? isDue : or(isDue, isKept),
    );
    return inTenant(deps.db, station.tenantId, async (tx) => {
      const [before] = await tx.select({ action: command.action }).from(command).where(isOurs);
      if (!before) return undefined;
      const [updated] = await tx.update(command).set(toChange(before.action, progress)).where(isOurs).returning();
      return updated;
    });
  }, isOver);
  if (!row) return null;
  announceCommand(deps, station.siteId, row);
  return row.state;
}

type Change = Partial<typeof command.$inferInsert> & { readonly state: CommandState };

function toChange(action: string, progress: CommandProgress): Change {
  switch (progress.step) {
    case "sent":
      return { state: "sent", sentAt: progress.at };
    case "answered":
      return toAnswered(action, progress);
    case "failed":
      return {
        state: "failed",
        error: progress.error,
        answeredAt: progress.at,
        ...(MAY_HAVE_BEEN_DONE.has(progress.error.code) ? {} : { newPasswordHash: null }),
      };
    case "timedOut":
      return {
        state: "timedOut",
        error: { code: progress.reason, description: TIMED_OUT[progress.reason] },
        answeredAt: progress.at,
      };
  }
}

function toAnswered(action: string, answer: Extract<CommandProgress, { step: "answered" }>): Change {
  const outcome = outcomeOfResponse(action, answer.response);
  const response = redactResponse(action, answer.response);
  if (typeof outcome === "string") {
    return {
      state: outcome,
      response,
      answeredAt: answer.at,
      ...(outcome === "refused" ? { newPasswordHash: null } : {}),
    };
  }
  return {
    state: "failed",
    response,
    error: { code: "invalidAnswer", description: `The station's answer is not valid: ${outcome.invalid}.` },
    answeredAt: answer.at,
  };
}
