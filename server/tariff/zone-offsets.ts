import { AppError } from "../core/errors.ts";

export type ZoneOffset = {
  /** Local time minus UTC. */
  readonly offsetMs: number;
  /** The offset holds from the asked instant until here (exclusive); after it, ask again. */
  readonly untilMs: number;
};

type Block = { readonly transitionMs: number; readonly beforeMs: number; readonly afterMs: number };

/** Shorter than any pair of transitions (Morocco's Ramadan pause is four weeks), so that a block holds at most one. */
const BLOCK_MS = 7 * 86_400_000;
const MAX_BLOCKS_PER_ZONE = 4096;
const MAX_ZONES = 1024;
/** 1970 to 9999: no session was charged outside it. */
const MAX_INSTANT_MS = 253_402_300_800_000;

/** The offsets of one IANA zone. Intl is asked twice per week of the calendar (and to find a transition), then never again. */
export class Zone {
  /** As it was asked for. */
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #blocks = new Map<number, Block>();

  constructor(name: string) {
    this.name = name;
    try {
      this.#format = new Intl.DateTimeFormat("en-US", {
        timeZone: name,
        calendar: "iso8601",
        numberingSystem: "latn",
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      });
    } catch (cause) {
      throw new AppError("invalid", `unknown time zone: ${name.slice(0, 60)}`, {}, { cause });
    }
  }

  /** The offset at an instant. Throws `invalid` for an instant before 1970 or after 9999. */
  offsetAt(instantMs: number): ZoneOffset {
    if (!(instantMs >= 0 && instantMs < MAX_INSTANT_MS)) throw new AppError("invalid", "instant out of range");
    const index = Math.floor(instantMs / BLOCK_MS);
    const block = this.#blocks.get(index) ?? this.#findBlock(index);
    return instantMs < block.transitionMs
      ? { offsetMs: block.beforeMs, untilMs: block.transitionMs }
      : { offsetMs: block.afterMs, untilMs: (index + 1) * BLOCK_MS };
  }

  #findBlock(index: number): Block {
    const startMs = index * BLOCK_MS;
    const beforeMs = this.#askOffset(startMs);
    const afterMs = this.#askOffset(startMs + BLOCK_MS);
    let low = startMs;
    let high = startMs + BLOCK_MS;
    // Transitions fall on whole seconds; the invariant is offset(low) = before and offset(high) = after.
    while (beforeMs !== afterMs && high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000;
      if (this.#askOffset(middle) === beforeMs) low = middle;
      else high = middle;
    }
    const block = { transitionMs: high, beforeMs, afterMs };
    if (this.#blocks.size >= MAX_BLOCKS_PER_ZONE) this.#blocks.clear();
    this.#blocks.set(index, block);
    return block;
  }

  #askOffset(instantMs: number): number {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
    for (const part of this.#format.formatToParts(instantMs)) parts[part.type] = part.value;
    const [year, month, day] = [Number(parts.year), Number(parts.month), Number(parts.day)];
    const localMs = Date.UTC(year, month - 1, day, Number(parts.hour), Number(parts.minute), Number(parts.second));
    return localMs - Math.floor(instantMs / 1000) * 1000;
  }
}

const zones = new Map<string, Zone>();

/** The zone of an IANA name, kept for the next caller. Throws `invalid` for an unknown name. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const zone = new Zone(name);
  if (zones.size >= MAX_ZONES) zones.clear();
  zones.set(name, zone);
  return zone;
}
