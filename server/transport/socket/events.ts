/** What the server pushes to a screen over socket.io. */
export type ServerEvents = {
  /** First message of each connection: the server's clock, in milliseconds since 1970. */
  hello: (event: { serverTimeMs: number }) => void;
};

/** What a screen may send. Nothing yet: which rooms a socket joins follows from its session. */
export type ClientEvents = Record<never, never>;
