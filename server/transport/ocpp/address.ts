import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";

/**
 * What failures of one place are counted under: an IPv4 address, or the /64 that one subscriber of IPv6 owns whole. The peer's
 * address, not a header: who stands behind a proxy hands in a function that reads what the proxy, and only it, can set.
 */
export function peerAddress(request: IncomingMessage): string {
  return networkOf(request.socket.remoteAddress ?? "unknown");
}

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
