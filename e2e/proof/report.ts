import type { Findings } from "./findings.ts";
import { KILL_KINDS, type Kill } from "./kills.ts";
import type { Ledger } from "./ledger.ts";
import type { Outage } from "./outage.ts";

/** Prints what was done, what came of it, and the first of whatever is wrong. */
export function printReport(proof: {
  readonly stations: number;
  readonly kills: readonly Kill[];
  readonly outage: Outage;
  readonly ledger: Ledger;
  readonly keptUnanswered: ReadonlyMap<string, number>;
  readonly findings: Findings;
  readonly durability: string;
}): void {
  const { kills, outage, ledger, findings } = proof;
  const kinds = KILL_KINDS.map((kind) => `${kind} ${kills.filter((kill) => kill.kind === kind).length}`);
  const inFlight = kills.filter((kill) => kill.inFlight > 0);
  const { sessions } = ledger;
  const lines: readonly (readonly [string, string | number])[] = [
    ["stations", proof.stations],
    ["kills by SIGKILL", `${kills.length} (${kinds.join(", ")})`],
    ["with writes in flight", `${inFlight.length} (${kills.map((kill) => kill.inFlight).join(", ")} CALLs)`],
    ["between commit and answer", kills.flatMap(({ aimedAt }) => aimedAt ?? []).join(", ")],
    [
      "database stopped once",
      `${outage.heartbeats} Heartbeats answered, nothing else; ${outage.waiting} CALLs waited and were answered`,
    ],
    ["messages answered", ledger.answered],
    ["repeated", ledger.repeated],
    ["kept when cut off", [...proof.keptUnanswered].map(([action, count]) => `${action} ${count}`).join(", ")],
    ["sessions", `${sessions.length} (${sessions.filter((entry) => entry.isStoppedUnheard).length} stopped unheard)`],
    ["samples", sessions.reduce((sum, { samples }) => sum + samples.length, 0)],
    ["lost", findings.lost.length],
    ["doubled", findings.doubled.length],
    ["swallowed", findings.swallowed.length],
    ["energy differences", findings.energy.length],
    ["cost differences", findings.cost.length],
    ["answered wrongly", ledger.errors.length],
    ["durability", proof.durability],
  ];
  console.log(`\n${lines.map(([name, value]) => `${name.padEnd(27)}${value}`).join("\n")}\n`);
  for (const [kind, list] of Object.entries({ ...findings, answer: ledger.errors, outage: outage.flaws })) {
    for (const finding of list.slice(0, 10)) console.log(`${kind}: ${finding}`);
    if (list.length > 10) console.log(`${kind}: and ${list.length - 10} more`);
  }
}
