import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";
import { nearestOf } from "./request-headers.ts";

/** What one subscriber surely owns whole: an IPv4 address, or the /64 of an IPv6 address. Limits by address count under it. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [bare = address] = address.split("%", 1); // without the zone
  if (!isIPv6(bare)) return address;
  const [head = "", tail] = bare.split("::", 2);
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill("0"), ...right];
  return `${groups.slice(0, 4).join(":")}::/64`;
}

/**
 * The network a request came from, as the nearest proxy saw it. The HTTP door fills X-Forwarded-For from the socket where no
 * proxy is trusted.
 */
export const networkOfCaller = (headers: Headers): string =>
  networkOf(nearestOf(headers.get("x-forwarded-for")) ?? "unknown");

/** As `networkOfCaller`, of a request or an upgrade that came through the HTTP door of Node. */
export const networkOfRequest = ({ headers, socket }: IncomingMessage): string =>
  networkOf(nearestOf(headers["x-forwarded-for"]?.toString()) ?? socket.remoteAddress ?? "unknown");
