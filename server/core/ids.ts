import { randomFillSync } from "node:crypto";

const pool = new Uint8Array(4096);
let used = pool.length;
let lastMs = 0;
let counter = 0;

/**
 * UUID version 7 (RFC 9562) for now: 48 bits of Unix milliseconds, a 12-bit counter that keeps ids of one process
 * ordered within a millisecond, 62 random bits.
 */
export function uuidv7(nowMs: number = Date.now()): string {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    counter = 0;
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
  return format(lastMs, counter, randomBytes(8));
}

/** UUID version 7 whose time part is exactly the given instant: `instantOfUuid` reads it back. */
export function uuidv7At(atMs: number): string {
  const bytes = randomBytes(10);
  return format(atMs, (((bytes[8] ?? 0) << 8) | (bytes[9] ?? 0)) & 0xfff, bytes);
}

/** UUID version 7 of an instant whose other bits are those of a digest: the same input names the same id. */
export function uuidv7Of(atMs: number, digest: Uint8Array): string {
  return format(atMs, (((digest[8] ?? 0) << 8) | (digest[9] ?? 0)) & 0xfff, digest);
}

/** The instant in a UUID version 7, in Unix milliseconds. */
export const instantOfUuid = (uuid: string): number => Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => UUID.test(text);

function format(ms: number, sequence: number, random: Uint8Array): string {
  const time = ms.toString(16).padStart(12, "0");
  let tail = "";
  for (let index = 0; index < 8; index++) {
    const byte = random[index] ?? 0;
    tail += (index === 0 ? (byte & 0x3f) | 0x80 : byte).toString(16).padStart(2, "0");
  }
  return `${time.slice(0, 8)}-${time.slice(8)}-${(0x7000 | sequence).toString(16)}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

/** Random bytes from a pool: one system call serves hundreds of ids. */
function randomBytes(count: number): Uint8Array {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += count;
  return pool.subarray(used - count, used);
}
