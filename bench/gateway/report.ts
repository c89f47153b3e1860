import * as os from "node:os";
import type { ServerKind, Window } from "./run-server.ts";

/** One round: the same loads on both servers, and the memory of idle stations on the real one. */
export type Round = {
  readonly meterValues: Readonly<Record<ServerKind, Window>>;
  readonly sessions: Readonly<Record<ServerKind, Window>>;
  /** MeterValues at half of the persisted peak. */
  readonly paced: Readonly<Record<ServerKind, Window>>;
  readonly idleBytesPerStation: number;
  /** How long the settlement of the ended sessions went on after the load, in seconds. */
  readonly settledAfterS: number;
};

export type Kept = {
  readonly acknowledgedMeterValues: number;
  readonly meterValueRows: number;
  readonly messageLogRows: number;
  readonly acknowledgedSessions: number;
  readonly endedSessions: number;
};

const MOST_LOAD_BUSY = 0.7;
const AIM = { ratio: 0.5, perSecond: 5_000, targetPerSecond: 20_000, p99Ms: 50, p99OfBare: 3, idleKib: 40 } as const;
const LOADS = [
  ["meterValues", "MeterValues, 8 samples"],
  ["sessions", "Whole sessions"],
  ["paced", "MeterValues at half the peak"],
] as const;
const SERVERS = [
  ["persisted", "PostgreSQL"],
  ["unpersisted", "none"],
] as const;

/** The measurement as Markdown: medians over the rounds. */
export function toMarkdown(rounds: readonly Round[], kept: Kept, stations: number): string {
  return [
    `${os.cpus()[0]?.model ?? "unknown CPU"}, ${os.availableParallelism()} cores, Node ${process.versions.node}, ` +
      `${stations} stations, median of ${rounds.length}. Busy: 100 % is one core.`,
    "",
    "| Load | Database | Messages/s | per CPU-second of the server | Server busy | PostgreSQL busy | Load generator busy | Rest of the machine busy | p50 ms | p99 ms |",
    "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ...LOADS.flatMap(([load, name]) => SERVERS.map(([kind, database]) => toRow(rounds, load, kind, name, database))),
    `| Idle stations | PostgreSQL | ${kib(idleOf(rounds))} KiB resident per station | | | | | | | |`,
    ...warningsOf(rounds),
    "",
    ...aimsOf(rounds, kept).map(([isMet, text]) => `- ${isMet ? "pass" : "MISS"}: ${text}`),
    `- Settlement of the ended sessions went on for ${median(rounds, (r) => r.settledAfterS).toFixed(1)} s after the load.`,
  ].join("\n");
}

function toRow(
  rounds: readonly Round[],
  load: (typeof LOADS)[number][0],
  kind: ServerKind,
  name: string,
  database: string,
): string {
  const of = (value: (window: Window) => number) => median(rounds, (round) => value(round[load][kind]));
  const percent = (value: (window: Window) => number | null) => {
    const figure = of((window) => value(window) ?? Number.NaN);
    return Number.isNaN(figure) ? "n/a" : `${Math.round(figure * 100)} %`;
  };
  const latency = (share: number) =>
    load === "paced" ? of(({ latenciesMs }) => percentile(latenciesMs, share)).toFixed(1) : "";
  const cells = [
    ...[name, database, whole(of((w) => w.perSecond)), whole(of((w) => w.perCpuSecond))],
    ...[percent((w) => w.serverBusy), percent((w) => w.postgresBusy), percent((w) => w.loadBusy)],
    ...[percent((w) => w.othersBusy), latency(0.5), latency(0.99)],
  ];
  return `| ${cells.join(" | ")} |`;
}

function warningsOf(rounds: readonly Round[]): readonly string[] {
  return LOADS.flatMap(([load, name]) =>
    SERVERS.flatMap(([kind, database]) => {
      const busy = median(rounds, (round) => round[load][kind].loadBusy);
      const text = `WARNING: a load generator was ${Math.round(busy * 100)} % busy; the server may do more`;
      return busy > MOST_LOAD_BUSY ? [`| ${name} | ${database} | ${text} | | | | | | | |`] : [];
    }),
  );
}

function aimsOf(rounds: readonly Round[], kept: Kept): readonly (readonly [boolean, string])[] {
  const ratio = (load: "meterValues" | "sessions", key: "perSecond" | "perCpuSecond") =>
    median(rounds, (round) => round[load].persisted[key] / round[load].unpersisted[key]);
  const perSecond = median(rounds, (round) => round.meterValues.persisted.perSecond);
  const p99 = (kind: ServerKind) => median(rounds, (round) => percentile(round.paced[kind].latenciesMs, 0.99));
  const [own, bare] = [p99("persisted"), p99("unpersisted")];
  const ratios = (["meterValues", "sessions"] as const).map((load) => {
    const [byTime, byCpu] = [ratio(load, "perSecond"), ratio(load, "perCpuSecond")];
    const name = load === "meterValues" ? "MeterValues" : "whole sessions";
    const text = `${name}: persisted is ${byCpu.toFixed(2)} of unpersisted by the server's CPU`;
    return [byCpu >= AIM.ratio, `${text} (aim: at least ${AIM.ratio}); ${byTime.toFixed(2)} by time`] as const;
  });
  const isComplete =
    kept.meterValueRows === kept.acknowledgedMeterValues &&
    kept.messageLogRows === kept.acknowledgedMeterValues &&
    kept.endedSessions === kept.acknowledgedSessions;
  return [
    ...ratios,
    [
      perSecond >= AIM.perSecond,
      `${whole(perSecond)} MeterValues/s kept durably (aim: at least ${whole(AIM.perSecond)}, target ${whole(AIM.targetPerSecond)})`,
    ],
    [
      own < AIM.p99Ms || own < AIM.p99OfBare * bare,
      `p99 at half the peak ${own.toFixed(1)} ms, without database ${bare.toFixed(1)} ms (aim: below ${AIM.p99Ms} ms or ${AIM.p99OfBare} times)`,
    ],
    [
      idleOf(rounds) < AIM.idleKib * 1024,
      `${kib(idleOf(rounds))} KiB resident per idle station (aim: below ${AIM.idleKib})`,
    ],
    [
      isComplete,
      `acknowledged ${whole(kept.acknowledgedMeterValues)} MeterValues and ${whole(kept.acknowledgedSessions)} sessions; kept ` +
        `${whole(kept.meterValueRows)} readings, ${whole(kept.messageLogRows)} log rows, ${whole(kept.endedSessions)} ended sessions`,
    ],
  ];
}

const idleOf = (rounds: readonly Round[]): number => median(rounds, (round) => round.idleBytesPerStation);
const kib = (bytes: number): string => (bytes / 1024).toFixed(1);
const whole = (value: number): string => Math.round(value).toLocaleString("en");

function median(rounds: readonly Round[], value: (round: Round) => number): number {
  const sorted = rounds.map(value).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
