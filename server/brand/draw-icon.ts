import { crc32, deflateSync } from "node:zlib";

/** The flash of the icon, in a square of 24 by 24 (the shape of the lucide icon `zap`, drawn anew with straight edges). */
const FLASH = [
  [13.2, 2.6],
  [4.6, 13.6],
  [11.2, 13.6],
  [10.2, 21.4],
  [19.4, 10.2],
  [12.6, 10.2],
] as const;
/** Samples a pixel and direction: enough for smooth edges. */
const FINE = 4;
/** How much of the square the flash fills: launchers cut up to a fifth off each side of a maskable icon. */
const SCALE = 0.62;

/** Even-odd rule. */
function isInside(x: number, y: number): boolean {
  let inside = false;
  for (let at = 0, before = FLASH.length - 1; at < FLASH.length; before = at++) {
    const [ax = 0, ay = 0] = FLASH[at] ?? [];
    const [bx = 0, by = 0] = FLASH[before] ?? [];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** Share of a pixel that the flash covers, 0 to 1. */
function coverage(column: number, row: number, size: number): number {
  let hits = 0;
  for (let step = 0; step < FINE * FINE; step++) {
    const px = (column + ((step % FINE) + 0.5) / FINE) / size - 0.5;
    const py = (row + (Math.floor(step / FINE) + 0.5) / FINE) / size - 0.5;
    if (isInside((px / SCALE) * 24 + 12, (py / SCALE) * 24 + 12)) hits += 1;
  }
  return hits / (FINE * FINE);
}

const channelsOf = (hex: string): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/**
 * The icon of a brand that has uploaded none, as PNG (W3C PNG 3): a flash in one colour on a square of the other. `size` in pixels,
 * colours as `#rrggbb`.
 */
export function drawIcon(size: number, { ground, ink }: { readonly ground: string; readonly ink: string }): Uint8Array {
  const [below, above] = [channelsOf(ground), channelsOf(ink)];
  const rows = Buffer.alloc(size * (size * 3 + 1)); // each row begins with its filter, 0: none
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const share = coverage(column, row, size);
      const at = row * (size * 3 + 1) + 1 + column * 3;
      for (let channel = 0; channel < 3; channel++) {
        rows[at + channel] = Math.round((below[channel] ?? 0) * (1 - share) + (above[channel] ?? 0) * share);
      }
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits a channel, RGB
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", new Uint8Array()),
  ]);
}
