import * as path from "node:path";

/** What `npm run up` can be told by its environment and flags. */
export type UpConfig = {
  readonly root: string;
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly withDemo: boolean;
  readonly isDev: boolean;
};

/** Reads PORT, HOST, DATA_DIR, DATABASE_URL, DEMO and the flag --dev. Throws with the name of what cannot be used. */
export function readConfig(root: string, env: NodeJS.ProcessEnv, args: readonly string[]): UpConfig {
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`PORT=${env.PORT} is not a TCP port`);
  const unknown = args.find((arg) => arg !== "--dev");
  if (unknown) throw new Error(`unknown argument ${unknown}; there is only --dev`);
  return {
    root,
    port,
    host: env.HOST || "127.0.0.1",
    dataDir: path.resolve(root, env.DATA_DIR || ".data"),
    databaseUrl: env.DATABASE_URL || null,
    withDemo: env.DEMO !== "0",
    isDev: args.includes("--dev"),
  };
}

/** Host and port as a browser on this machine reaches it. */
export function localAuthority({ host, port }: Pick<UpConfig, "host" | "port">): string {
  const isLocal = ["0.0.0.0", "::", "127.0.0.1", "::1", "localhost"].includes(host);
  return `${isLocal ? "localhost" : host.includes(":") ? `[${host}]` : host}:${port}`;
}
