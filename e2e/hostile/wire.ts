import { connect, type Socket } from "node:net";
import type { Talk } from "./talk.ts";

/** A WebSocket frame by hand (RFC 6455, 5.2), with all that may be wrong in it. */
export function frame(
  opcode: number,
  payload: string | Buffer = "",
  { fin = true, rsv1 = false, masked = true, length }: FrameOptions = {},
): Buffer {
  const bytes = Buffer.from(payload);
  const head = Buffer.alloc(10);
  head[0] = (fin ? 0x80 : 0) | (rsv1 ? 0x40 : 0) | opcode;
  head[1] = (masked ? 0x80 : 0) | 127;
  head.writeBigUInt64BE(length ?? BigInt(bytes.length), 2);
  const short = bytes.length < 126 && length === undefined;
  if (short) head[1] = (masked ? 0x80 : 0) | bytes.length;
  // A mask of zeros changes nothing.
  return Buffer.concat([short ? head.subarray(0, 2) : head, Buffer.alloc(masked ? 4 : 0), bytes]);
}

type FrameOptions = {
  readonly fin?: boolean;
  readonly rsv1?: boolean;
  readonly masked?: boolean;
  /** Announced in place of the true one. */
  readonly length?: bigint;
};

/** The TCP socket below a station's WebSocket. */
export const tcpOf = ({ socket }: Talk): Socket => (socket as unknown as { _socket: Socket })._socket;

/** Sends an HTTP request as it stands and gives the status of the answer; null when the server hangs up without one. */
export function knock(port: number, request: string): Promise<{ status: number | null; text: string }> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(request));
    const done = () => {
      socket.destroy();
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
      resolve({ status: status === undefined ? null : Number(status), text });
    };
    socket.on("error", done);
    socket.on("close", done);
    socket.on("data", (data) => {
      text += data.toString("latin1");
      if (text.includes("\r\n\r\n")) done();
    });
  });
}
