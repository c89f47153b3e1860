import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { AppError } from "../../core/errors.ts";

const argon2Async = promisify<"argon2id", Argon2Parameters, Buffer>(argon2);

/** The first choice of OWASP's password storage cheat sheet with 19 MiB: two passes, one lane. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const HASH_BYTES = 32;

/** Each run takes 19 MiB and a thread: more at once would starve what else the thread pool does. */
const MAX_RUNNING = 2;
const MAX_WAITING = 200;

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

export type PasswordHasher = {
  /** A person's password as Argon2id in PHC string form. @throws AppError `unavailable` when too many wait. */
  hash(password: string): Promise<string>;
  /** Whether it is the password; false for a stored text that is no Argon2id. */
  verify(password: string, stored: string): Promise<boolean>;
};

/** Hashing of people's passwords (RFC 9106), off the main thread and a few at a time. */
export function createPasswordHasher(): PasswordHasher {
  const limit = createLimit(MAX_RUNNING, MAX_WAITING);
  const run = (parameters: Argon2Parameters) => limit(() => argon2Async("argon2id", parameters));
  return {
    async hash(password) {
      const salt = randomBytes(16);
      const tag = await run({
        message: password.normalize("NFKC"),
        nonce: salt,
        memory: MEMORY_KIB,
        passes: PASSES,
        parallelism: LANES,
        tagLength: HASH_BYTES,
      });
      return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${toB64(salt)}$${toB64(tag)}`;
    },
    async verify(password, stored) {
      const [, memory, passes, lanes, salt, tag] = PHC.exec(stored) ?? [];
      if (salt === undefined || tag === undefined) return false;
      const expected = Buffer.from(tag, "base64");
      const actual = await run({
        message: password.normalize("NFKC"),
        nonce: Buffer.from(salt, "base64"),
        memory: Number(memory),
        passes: Number(passes),
        parallelism: Number(lanes),
        tagLength: expected.length,
      });
      return timingSafeEqual(actual, expected);
    },
  };
}

/** PHC strings have no padding. */
const toB64 = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");

function createLimit(maxRunning: number, maxWaiting: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= maxRunning) {
      if (waiting.length >= maxWaiting) throw new AppError("unavailable", "Too many sign-ins at once. Try again soon.");
      await new Promise<void>((resolve) => waiting.push(resolve)); // woken with the place already taken
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
