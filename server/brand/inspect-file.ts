/** What an uploaded file is by its own bytes: what it claims to be does not count. */
export type Inspected = {
  readonly contentType: "image/png" | "image/webp" | "image/svg+xml" | "font/woff2";
  /** Pixels; null where a file has no size of its own. */
  readonly width: number | null;
  readonly height: number | null;
};

const startsWith = (bytes: Uint8Array, signature: readonly number[], at = 0): boolean =>
  signature.every((value, index) => bytes[at + index] === value);
const ascii = (text: string): readonly number[] => [...text].map((letter) => letter.charCodeAt(0));

/** Recognises PNG, WebP, SVG and WOFF2; null for any other file. */
export function inspectFile(bytes: Uint8Array): Inspected | null {
  if (startsWith(bytes, [0x89, ...ascii("PNG\r\n"), 0x1a, 0x0a]) && bytes.length > 24) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return { contentType: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
  }
  if (startsWith(bytes, ascii("RIFF")) && startsWith(bytes, ascii("WEBP"), 8)) {
    return { contentType: "image/webp", width: null, height: null };
  }
  if (startsWith(bytes, ascii("wOF2"))) return { contentType: "font/woff2", width: null, height: null };
  const head = new TextDecoder().decode(bytes.subarray(0, 1024)).replace(/^\uFEFF/, "");
  if (/^\s*(<\?xml[^>]*\?>\s*)?(<!--[\s\S]*?-->\s*)*<svg[\s/>]/i.test(head)) {
    return { contentType: "image/svg+xml", width: null, height: null };
  }
  return null;
}
