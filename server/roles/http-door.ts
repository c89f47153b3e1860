import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => boolean;
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;

/** The one port of this process. Each door says whether a request is its own; the first that does has it. */
export type HttpDoor = {
  readonly server: Server;
  onRequest(handler: RequestHandler): void;
  onUpgrade(handler: UpgradeHandler): void;
  listen(host: string, port: number): Promise<number>;
  close(): Promise<void>;
};

/**
 * What a proxy says of the caller counts only where a proxy is trusted; otherwise anybody could claim any address, and
 * limits by address would be none.
 */
function settleForwarded(request: IncomingMessage, trustProxy: boolean): void {
  if (trustProxy) return;
  for (const name of ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "forwarded"]) {
    delete request.headers[name];
  }
  request.headers["x-forwarded-for"] = request.socket.remoteAddress ?? "unknown";
}

/** A function of its own: one made where the request is at hand would keep it as long as the socket lives. */
function destroySocket(this: Duplex): void {
  this.destroy();
}

export function createHttpDoor({ trustProxy }: { readonly trustProxy: boolean }): HttpDoor {
  const requests: RequestHandler[] = [];
  const upgrades: UpgradeHandler[] = [];
  const settle = (request: IncomingMessage) => settleForwarded(request, trustProxy);
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 300_000, maxHeaderSize: 16_384 });
  server.on("request", (request, response) => {
    if (requests.some((handle) => handle(request, response))) return;
    response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
  });
  server.on("upgrade", (request, socket, head) => {
    // A peer that vanishes in the middle of a handshake is no event of ours.
    socket.on("error", destroySocket);
    if (upgrades.some((handle) => handle(request, socket, head))) return;
    socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  return {
    server,
    onRequest: (handler) => void requests.push(handler),
    onUpgrade: (handler) => void upgrades.push(handler),
    listen: (host, port) =>
      new Promise((resolve, reject) => {
        // Before all who listen: socket.io has put itself in front of us, and answers its own requests.
        server.prependListener("request", settle).prependListener("upgrade", settle);
        server.once("error", reject);
        server.listen(port, host, 4096, () => {
          server.off("error", reject);
          const address = server.address();
          resolve(typeof address === "object" && address ? address.port : port);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // What still streams after the drain is cut off.
        setTimeout(() => server.closeAllConnections(), 2_000).unref();
      }),
  };
}
