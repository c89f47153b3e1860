import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import type { Sealer } from "../../core/seal.ts";
import { createShortCache } from "../short-cache.ts";

const LIVES_MS = 5 * 60_000;

const Ceremony = z.strictObject({
  kind: z.enum(["register", "signIn"]),
  challenge: z.string(),
  /** Of whom: null where the passkey itself is to say. */
  userId: z.string().nullable(),
  untilMs: z.number(),
});

/**
 * The state of a WebAuthn ceremony between its question and its answer: sealed and carried by the browser, so that whoever asks
 * without end fills no table. It counts once in the process that saw its answer.
 */
export type Ceremonies = {
  begin(kind: "register" | "signIn", challenge: string, userId: string | null): string;
  /** The challenge; null for a state that is not ours, has run out, is of another kind or person, or was used. */
  end(kind: "register" | "signIn", state: string, userId: string | null): string | null;
};

export function createCeremonies(clock: Clock, sealer: Sealer): Ceremonies {
  const used = createShortCache<true>(clock, { ttlMs: LIVES_MS, max: 100_000 });
  return {
    begin: (kind, challenge, userId) => {
      const untilMs = clock.now().getTime() + LIVES_MS;
      const state: z.output<typeof Ceremony> = { kind, challenge, userId, untilMs };
      return sealer.seal(Buffer.from(JSON.stringify(state))).toString("base64url");
    },
    end: (kind, text, userId) => {
      const state = open(sealer, text);
      if (!state || state.kind !== kind || state.userId !== userId) return null;
      if (state.untilMs <= clock.now().getTime() || used.get(state.challenge)) return null;
      used.set(state.challenge, true);
      return state.challenge;
    },
  };
}

function open(sealer: Sealer, text: string): z.output<typeof Ceremony> | null {
  try {
    return Ceremony.parse(JSON.parse(sealer.unseal(Buffer.from(text, "base64url")).toString()));
  } catch {
    return null; // sealed by nobody here: as good as none
  }
}
