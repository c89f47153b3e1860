import { once } from "node:events";
import WebSocket from "ws";
import type { Identity } from "./server.ts";

export const basic = (identity: string, password: string): string =>
  `Basic ${Buffer.from(`${identity}:${password}`).toString("base64")}`;

/** What the server says: a CALLRESULT or a CALLERROR, whole. */
export type Frame = readonly unknown[];

/** One socket of a station, and all that it hears. @throws Error the HTTP status, when the door does not open. */
export class Talk {
  readonly socket: WebSocket;
  readonly heard: Frame[] = [];
  /** The close code, once the socket has ended. */
  readonly closed: Promise<number>;
  #marks = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => {}); // a close follows
    socket.on("message", (data) => {
      const frame = JSON.parse(String(data)) as Frame;
      // A command of the server's own is refused, as firmware does that does not know it.
      if (frame[0] === 2) socket.send(JSON.stringify([4, frame[1], "NotSupported", "", {}]));
      else this.heard.push(frame);
    });
  }

  static open(url: string, { identity, password }: Identity): Promise<Talk> {
    const socket = new WebSocket(url, ["ocpp1.6"], {
      headers: { authorization: basic(identity, password) },
      perMessageDeflate: false,
    });
    const talk = new Talk(socket);
    return new Promise((resolve, reject) => {
      socket.once("open", () => resolve(talk));
      socket.once("unexpected-response", (_, response) => {
        response.resume();
        reject(new Error(String(response.statusCode)));
      });
    });
  }

  /** Waits for the frame with this message id. @throws Error with the close code when the socket ends before. */
  async answerTo(id: string): Promise<Frame> {
    for (;;) {
      const frame = this.heard.find((one) => one[1] === id);
      if (frame) return frame;
      const ended = this.closed.then((code) => Promise.reject(new Error(`closed with ${code}`)));
      await Promise.race([once(this.socket, "message"), ended]);
    }
  }

  /**
   * Sends a frame and gives what is answered. A CALL that follows it shows that the answer is complete, or that there is
   * none, and that the station is served on.
   */
  async exchange(frame: string): Promise<readonly Frame[]> {
    const before = this.heard.length;
    const mark = `mark-${this.#marks++}`;
    this.socket.send(frame);
    this.socket.send(JSON.stringify([2, mark, "DataTransfer", { vendorId: "mark" }]));
    await this.answerTo(mark);
    return this.heard.slice(before).filter(([, id]) => id !== mark);
  }

  /** Sends a CALL and gives its answer. */
  async call(id: string, action: string, payload: unknown): Promise<Frame> {
    this.socket.send(JSON.stringify([2, id, action, payload]));
    return this.answerTo(id);
  }

  /** Sends a CALL that must be served, and gives the payload of its answer. */
  async result(id: string, action: string, payload: unknown): Promise<Record<string, unknown>> {
    const [type, , answer, ...more] = await this.call(id, action, payload);
    if (type !== 3) throw new Error(`${action} was refused: ${JSON.stringify([answer, ...more])}`);
    return answer as Record<string, unknown>;
  }
}
