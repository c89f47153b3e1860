import { setTimeout as sleep } from "node:timers/promises";
import type { Ledger } from "./ledger.ts";
import { between, type Random } from "./random.ts";
import { openOwner } from "./rows.ts";
import type { Victims } from "./victims.ts";
import { until } from "./wait.ts";

export const KILL_KINDS = ["server", "postmaster", "both"] as const;
export type KillKind = (typeof KILL_KINDS)[number];

export type Kill = {
  readonly kind: KillKind;
  /** CALLs that stations waited for when the signal was sent. */
  readonly inFlight: number;
  /** The server was frozen with committed rows whose answers had not left, and killed like that. */
  readonly isAimed: boolean;
};

type KillPlan = {
  readonly count: number;
  readonly kinds: readonly KillKind[];
  /** So many CALLs in flight are called busy. */
  readonly many: number;
  readonly answersBetween: number;
  readonly url: string;
  readonly victims: Victims;
  readonly ledger: Ledger;
  readonly random: Random;
};

/** Time enough for the database to commit what it was given, and for answers on their way to arrive. */
const FROZEN_MS = 20;

/**
 * Kills server, postmaster or both, at seeded random moments; every second time when many CALLs are under way, and then a
 * server dies with answers on its lips. What was killed is started again, and the fleet gets so many answers more before the
 * next kill.
 */
export async function killAgainAndAgain(plan: KillPlan): Promise<Kill[]> {
  const { count, victims, ledger, random } = plan;
  const kills: Kill[] = [];
  for (const kind of schedule(count, plan.kinds, random)) {
    await sleep(between(random, 200, 1_500));
    const isBusy = kills.length % 2 === 0;
    if (isBusy) await until("many CALLs in flight", () => ledger.inFlight >= plan.many, { stepMs: 0 });
    const isAimed = isBusy && kind !== "postmaster";
    if (isAimed) await freezeWithAnswersDue(plan);
    const inFlight = ledger.inFlight;
    await victims.kill(kind);
    kills.push({ kind, inFlight, isAimed });
    await sleep(between(random, 0, 1_000));
    await victims.restart(kind);
    const goal = ledger.answered + plan.answersBetween;
    await until("the fleet to go on", () => ledger.answered >= goal);
    console.log(
      `kill ${kills.length} of ${count}: ${kind}${isAimed ? " between commit and answer" : ""}, ${inFlight} CALLs in flight; by now ${ledger.answered} answered`,
    );
  }
  return kills;
}

/** Freezes the server between a commit and its answers: these CALLs will be repeated, and must be recognised. */
async function freezeWithAnswersDue({ url, victims, ledger, random }: KillPlan): Promise<void> {
  const sql = openOwner(url);
  await sql`select 1`; // connected by now
  const areAnswersDue = async () => {
    victims.freeze(true);
    await sleep(FROZEN_MS);
    const [row] = await sql`select from ocpp_message where message_id = any(${ledger.inFlightIds}) limit 1`;
    if (row) return true;
    victims.freeze(false);
    await sleep(between(random, 5, 50));
    return false;
  };
  await until("a commit whose answers are due", areAnswersDue, { stepMs: 0 });
  await sql.end();
}

/** Every kind equally often, shuffled. The last one takes the server too: it settles at its start what was left undone. */
function schedule(count: number, kinds: readonly KillKind[], random: Random): KillKind[] {
  const list = Array.from({ length: count }, (_, index) => kinds[index % kinds.length] ?? "both");
  for (let index = list.length - 1; index > 0; index--) {
    const other = between(random, 0, index);
    [list[index], list[other]] = [list[other] ?? "both", list[index] ?? "both"];
  }
  const last = list.findLastIndex((kind) => kind !== "postmaster");
  if (last >= 0) list.push(...list.splice(last, 1));
  return list;
}
