import type { IncomingMessage } from "node:http";
import { networkOf } from "../../core/network.ts";

/**
 * What failures of one place are counted under: an IPv4 address, or the /64 that one subscriber of IPv6 owns whole. The peer's
 * address, not a header: who stands behind a proxy hands in a function that reads what the proxy, and only it, can set.
 */
export function peerAddress(request: IncomingMessage): string {
  return networkOf(request.socket.remoteAddress ?? "unknown");
}
