import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { drawIcon } from "./draw-icon.ts";
import { inspectFile } from "./inspect-file.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("a drawn icon", () => {
  const png = Buffer.from(drawIcon(48, { ground: "#102030", ink: "#ffffff" }));

  test("is a PNG of its size", () => {
    expect(inspectFile(png)).toEqual({ contentType: "image/png", width: 48, height: 48 });
  });

  test("has the ground at its edge and the flash in its middle", () => {
    const at = png.indexOf("IDAT");
    const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
    const pixel = (x: number, y: number) => [...rows.subarray(y * (48 * 3 + 1) + 1 + x * 3).subarray(0, 3)];
    expect(rows).toHaveLength(48 * (48 * 3 + 1));
    expect(pixel(0, 0)).toEqual([0x10, 0x20, 0x30]);
    expect(pixel(47, 47)).toEqual([0x10, 0x20, 0x30]);
    expect(pixel(24, 24)).toEqual([255, 255, 255]);
  });
});

describe("an uploaded file is what its bytes say", () => {
  test.each([
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"],
    ['\uFEFF<?xml version="1.0"?>\n<!-- made by hand -->\n<svg>', "image/svg+xml"],
    ["RIFF\0\0\0\0WEBPVP8 ", "image/webp"],
    ["wOF2\0\0", "font/woff2"],
  ])("%j", (text, contentType) => {
    expect(inspectFile(bytesOf(text))?.contentType).toBe(contentType);
  });

  test.each(["", "<html><svg/></html>", "GIF89a", "%PDF-1.7", "<svgx>", "<script>"])("%j is none of ours", (text) => {
    expect(inspectFile(bytesOf(text))).toBeNull();
  });
});
