import type { RouterOutputs } from "../../server/transport/trpc/router.ts";

type MeterValue = RouterOutputs["session"]["meterValues"]["items"][number];

/** What a sampled value says beside its instant, in the names of OCPP 1.6. */
export const SAMPLE_WORDS = ["measurand", "value", "unit", "phase", "context", "location"] as const;

export type ReadingRow = {
  readonly key: string;
  /** The station's own words for the instant, and what we take it for. */
  readonly rawAt: string;
  readonly at: string;
  /** Only the first row of an instant shows it, with the flags of all. */
  readonly isFirst: boolean;
  readonly words: Readonly<Record<(typeof SAMPLE_WORDS)[number], string>>;
  readonly flags: readonly string[];
};

/** A signed record can be thousands of characters long: the API has it whole. */
const MOST_CHARACTERS = 60;

/** One row for each sampled value, in the order of the station; a reading without any has one row all the same. */
export function toReadingRows(readings: readonly MeterValue[]): readonly ReadingRow[] {
  return readings.flatMap(({ rawAt, at, connectorNumber, samples, flags }) => {
    const reading = `${connectorNumber} ${rawAt} ${JSON.stringify(samples)}`;
    const all: readonly Readonly<Record<string, unknown>>[] = samples.length > 0 ? samples : [{}];
    return all.map((sample, index) => ({
      ...{ key: `${reading} ${index}`, rawAt, at, isFirst: index === 0 },
      words: Object.fromEntries(SAMPLE_WORDS.map((word) => [word, wordOf(sample[word])])) as ReadingRow["words"],
      flags: index === 0 ? flags : [],
    }));
  });
}

function wordOf(said: unknown): string {
  if (said === undefined || said === null) return "";
  const text = typeof said === "string" ? said : JSON.stringify(said);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
