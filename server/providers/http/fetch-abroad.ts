import { lookup as resolve } from "node:dns";
import * as http from "node:http";
import * as https from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import type { FetchAbroad } from "../../services/identity-provider/relying-party.ts";

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1_048_576;

/** What is not abroad (RFC 6890): this machine, its neighbours, and what clouds tell machines about themselves. */
const NOT_ABROAD = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  NOT_ABROAD.addSubnet(net, prefix, "ipv4");
}
for (const [net, prefix] of [
  ["::", 127],
  ["64:ff9b::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  NOT_ABROAD.addSubnet(net, prefix, "ipv6");
}

/** Whether an address is one of this machine or its neighbours, in either family's spelling. */
export function isNearby(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const bare = mapped ?? address;
  return NOT_ABROAD.check(bare, isIP(bare) === 6 ? "ipv6" : "ipv4");
}

/**
 * `fetch` for addresses that somebody typed: it reaches no machine beside this one unless that is allowed, looks at the address
 * that is really connected to (a name may change its mind in between), follows no redirect, and reads no more than a megabyte.
 */
export function createFetchAbroad({ allowsNearby }: { readonly allowsNearby: boolean }): FetchAbroad {
  const lookup: LookupFunction = (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const [first] = addresses;
      const isFar = allowsNearby || addresses.every(({ address }) => !isNearby(address));
      if (!first || !isFar) return callback(new Error(`${host} is not a public address`), "", 0);
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
  return async (input, init = {}) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const host = url.hostname.replace(/[[\]]/g, "");
    // A bare address is connected to without a look-up.
    if (!allowsNearby && isIP(host) !== 0 && isNearby(host)) throw new TypeError(`${host} is not a public address`);
    const body = Buffer.from(await request.arrayBuffer());
    return new Promise<Response>((fulfil, reject) => {
      const { request: send } = url.protocol === "https:" ? https : http;
      const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), request.signal]);
      const headers = { ...Object.fromEntries(request.headers), "content-length": String(body.length) };
      const sent = send(url, { method: request.method, headers, lookup, signal }, (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size > MAX_BYTES) return void response.destroy(new Error(`${url.host} says too much`));
          chunks.push(chunk);
        });
        response.on("error", reject);
        response.on("end", () => {
          const status = response.statusCode ?? 500;
          const told = new Headers();
          for (const [name, value] of Object.entries(response.headers)) told.set(name, String(value));
          const isEmpty = status === 204 || status === 304;
          fulfil(new Response(isEmpty ? null : Buffer.concat(chunks), { status, headers: told }));
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  };
}
