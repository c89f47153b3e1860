import { setTimeout as sleep } from "node:timers/promises";
import type { Ledger } from "./ledger.ts";
import { between, type Random } from "./random.ts";
import { openOwner } from "./rows.ts";
import type { Victims } from "./victims.ts";
import { until } from "./wait.ts";

export const KILL_KINDS = ["server", "postmaster", "both"] as const;
export type KillKind = (typeof KILL_KINDS)[number];

/** What must be recognised when it is said again. */
export const AIMED_ACTIONS = ["StartTransaction", "StopTransaction", "MeterValues"] as const;
export type AimedAction = (typeof AIMED_ACTIONS)[number];

export type Kill = {
  readonly kind: KillKind;
  /** CALLs that stations waited for when the signal was sent. */
  readonly inFlight: number;
  /** The server was frozen when such a CALL was committed and not answered, and killed like that; null for the others. */
  readonly aimedAt: AimedAction | null;
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
 * Kills server, postmaster or both, at seeded random moments, every second time when many CALLs are under way. Two of three
 * servers die between a commit and its answer. What was killed is started again, and the fleet gets so many answers more
 * before the next kill.
 */
export async function killAgainAndAgain(plan: KillPlan): Promise<Kill[]> {
  const { count, victims, ledger, random } = plan;
  const kills: Kill[] = [];
  for (const kind of schedule(count, plan.kinds, random)) {
    await sleep(between(random, 200, 1_500));
    const isBusy = kills.length % 2 === 0;
    if (isBusy) await until("many CALLs in flight", () => ledger.inFlight >= plan.many, { stepMs: 0 });
    const aimedAt = kind === "postmaster" ? null : nextAim(kills);
    if (aimedAt) await freezeWithAnswerDue(plan, aimedAt);
    const inFlight = ledger.inFlight;
    await victims.kill(kind);
    kills.push({ kind, inFlight, aimedAt });
    await sleep(between(random, 0, 1_000));
    await victims.restart(kind);
    const goal = ledger.answered + plan.answersBetween;
    await until("the fleet to go on", () => ledger.answered >= goal);
    console.log(
      `kill ${kills.length} of ${count}: ${kind}${aimedAt ? ` between commit and answer of ${aimedAt}` : ""}, ${inFlight} CALLs in flight; by now ${ledger.answered} answered`,
    );
  }
  return kills;
}

/** The actions in turn, and one server in three dies at no chosen moment. */
function nextAim(kills: readonly Kill[]): AimedAction | null {
  const servers = kills.filter(({ kind }) => kind !== "postmaster").length;
  const aimed = kills.filter(({ aimedAt }) => aimedAt !== null).length;
  return servers % 3 === 2 ? null : (AIMED_ACTIONS[aimed % AIMED_ACTIONS.length] ?? null);
}

/** Freezes the server between the commit of such a CALL and its answer: it will be repeated, and must be recognised. */
async function freezeWithAnswerDue({ url, victims, ledger, random }: KillPlan, action: AimedAction): Promise<void> {
  const sql = openOwner(url);
  await sql`select 1`; // connected by now
  const isAnswerDue = async () => {
    victims.freeze(true);
    await sleep(FROZEN_MS);
    const [row] = await sql`
      select from ocpp_message where message_id = any(${ledger.inFlightIds}) and action = ${action} limit 1`;
    if (row) return true;
    victims.freeze(false);
    await sleep(between(random, 5, 50));
    return false;
  };
  await until(`a commit of ${action} whose answer is due`, isAnswerDue, { stepMs: 0 });
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
