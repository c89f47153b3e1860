import { once } from "node:events";
import { crc32, createDeflateRaw } from "node:zlib";

/** A file of the archive; its bytes are asked for as the archive is written. */
export type ZipEntry = { readonly name: string; readonly chunks: AsyncIterable<Uint8Array> };

type Written = {
  readonly name: Buffer;
  readonly crc: number;
  readonly packed: bigint;
  readonly plain: bigint;
  readonly at: bigint;
};

const LIMIT_32 = 0xffff_ffffn;
/** Sizes and checksum come after the data (bit 3), names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATED = 8;
/** 1980-01-01, 00:00: the same content gives the same bytes. */
const DOS_DATE = 0x21;
/** Reads well ahead of deflate's own buffers without holding much. */
const LEVEL = 6;

/**
 * Writes a ZIP archive as a stream (PKWARE APPNOTE 6.3.10): each entry deflated, its sizes after it. Archives beyond 4 GiB carry
 * ZIP64 records; one entry must stay below 4 GiB, which the caller sees to. Memory does not grow with the content.
 */
export async function* writeZip(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array, void> {
  const written: Written[] = [];
  let at = 0n;
  for await (const { name, chunks } of entries) {
    const encodedName = Buffer.from(name, "utf8");
    const start = at;
    const header = localHeader(encodedName);
    at += BigInt(header.length);
    yield header;
    const sums = { crc: 0, packed: 0n, plain: 0n };
    for await (const packed of deflate(chunks, sums)) {
      at += BigInt(packed.length);
      yield packed;
    }
    if (sums.plain > LIMIT_32 || sums.packed > LIMIT_32)
      throw new RangeError("an entry of a ZIP archive must stay below 4 GiB");
    const descriptor = dataDescriptor(sums);
    at += BigInt(descriptor.length);
    yield descriptor;
    written.push({ name: encodedName, ...sums, at: start });
  }
  const directory = Buffer.concat(written.map(centralHeader));
  yield directory;
  yield endOfArchive(BigInt(written.length), BigInt(directory.length), at);
}

type Sums = { crc: number; packed: bigint; plain: bigint };

async function* deflate(chunks: AsyncIterable<Uint8Array>, sums: Sums): AsyncGenerator<Uint8Array> {
  const stream = createDeflateRaw({ level: LEVEL, chunkSize: 65_536 });
  const fed = (async () => {
    for await (const chunk of chunks) {
      sums.crc = crc32(chunk, sums.crc);
      sums.plain += BigInt(chunk.length);
      if (!stream.write(chunk)) await once(stream, "drain");
    }
    stream.end();
  })();
  // What goes wrong while feeding is told by the reader's own failure.
  fed.catch((error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))));
  try {
    for await (const packed of stream as AsyncIterable<Buffer>) {
      sums.packed += BigInt(packed.length);
      yield packed;
    }
    await fed;
  } finally {
    stream.destroy();
  }
}

function localHeader(name: Buffer): Buffer {
  const header = Buffer.alloc(30 + name.length);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(DEFLATED, 8);
  header.writeUInt16LE(DOS_DATE, 12);
  header.writeUInt16LE(name.length, 26);
  header.set(name, 30);
  return header;
}

function dataDescriptor({ crc, packed, plain }: Sums): Buffer {
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(crc, 4);
  descriptor.writeUInt32LE(Number(packed), 8);
  descriptor.writeUInt32LE(Number(plain), 12);
  return descriptor;
}

function centralHeader({ name, crc, packed, plain, at }: Written): Buffer {
  const isFar = at >= LIMIT_32;
  const extra = isFar ? Buffer.alloc(12) : Buffer.alloc(0);
  if (isFar) {
    extra.writeUInt16LE(1, 0); // ZIP64
    extra.writeUInt16LE(8, 2);
    extra.writeBigUInt64LE(at, 4);
  }
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(45, 4);
  header.writeUInt16LE(isFar ? 45 : 20, 6);
  header.writeUInt16LE(FLAGS, 8);
  header.writeUInt16LE(DEFLATED, 10);
  header.writeUInt16LE(DOS_DATE, 14);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(Number(packed), 20);
  header.writeUInt32LE(Number(plain), 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(isFar ? 0xffff_ffff : Number(at), 42);
  return Buffer.concat([header, name, extra]);
}

function endOfArchive(entries: bigint, directoryBytes: bigint, directoryAt: bigint): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Number(entries), 8);
  end.writeUInt16LE(Number(entries), 10);
  end.writeUInt32LE(Number(directoryBytes), 12);
  const isFar = directoryAt >= LIMIT_32;
  end.writeUInt32LE(isFar ? 0xffff_ffff : Number(directoryAt), 16);
  if (!isFar) return end;
  const far = Buffer.alloc(56 + 20);
  far.writeUInt32LE(0x06064b50, 0);
  far.writeBigUInt64LE(44n, 4);
  far.writeUInt16LE(45, 12);
  far.writeUInt16LE(45, 14);
  far.writeBigUInt64LE(entries, 24);
  far.writeBigUInt64LE(entries, 32);
  far.writeBigUInt64LE(directoryBytes, 40);
  far.writeBigUInt64LE(directoryAt, 48);
  far.writeUInt32LE(0x07064b50, 56); // where the record above is
  far.writeBigUInt64LE(directoryAt + directoryBytes, 64);
  far.writeUInt32LE(1, 72);
  return Buffer.concat([far, end]);
}
