import { z } from "zod";

export const ROLE_NAMES = ["web", "gateway", "worker"] as const;
export type RoleName = (typeof ROLE_NAMES)[number];

const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);

const mapStyle = z.union([z.url({ protocol: /^https?$/ }), z.string().startsWith("/")]);

const Env = z.object({
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Where the server listens: pages, API and charge points. */
  HOST: z.string().min(1).default("0.0.0.0"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** A reverse proxy stands before us and sets X-Forwarded-*: only then are these headers believed. */
  TRUST_PROXY: z.stringbool().default(false),
  /** Signs sessions; at least 32 characters. */
  AUTH_SECRET: z.string().min(32),
  /** Where people reach the installation: what links in mails begin with, where no company's own host name does. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /**
   * Identity providers that tenants configure may be on this machine or its private network, and speak plain http: for a Keycloak
   * beside the server. Otherwise only public addresses over https are spoken to.
   */
  OIDC_ALLOW_NEARBY: z.stringbool().default(false),
  /** The server of mails: `smtp://user:password@host:587`. Without it mails are written into DATA_DIR/mails. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Who mails are from where a brand says no one. */
  MAIL_FROM: z.string().min(3).default("no-reply@localhost"),
  /**
   * Streets for the maps: a MapLibre style, at an address of its own or a path of ours; without it maps show the bundled outline
   * of countries. Browsers then ask its host, and those of MAP_ORIGINS (apart by spaces), where the style takes its tiles elsewhere.
   */
  MAP_STYLE_URL: mapStyle.optional(),
  /** The same for the dark theme; without it the one above. */
  MAP_STYLE_DARK_URL: mapStyle.optional(),
  MAP_ORIGINS: z
    .string()
    .default("")
    .transform((text) => text.split(/\s+/).filter(Boolean))
    .pipe(z.array(z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin))),
  ROLES: z
    .string()
    .default(ROLE_NAMES.join(","))
    .transform((text) => text.split(",").map((name) => name.trim()))
    .pipe(z.array(z.enum(ROLE_NAMES)).min(1)),
  /** Names this process among several: who holds which socket. */
  NODE_ID: z.string().min(1).default("node-1"),
  DATA_DIR: z.string().min(1).default(".data"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  /** Connections of the pool for requests; recording has three of its own. */
  DATABASE_POOL: count(10),
  /**
   * How long the message log and the connector statuses are kept, in days; whole months are dropped. At least 160: the
   * months that are kept ready reach back so far.
   */
  LOG_RETENTION_DAYS: z.coerce.number().int().min(160).default(400),
  /** How long a station may be silent before its running sessions are closed; what it tells later still counts. */
  STATION_LOST_AFTER_HOURS: count(24),
  /** How long a drain spreads the closing of sockets, so that stations do not all come back at once. */
  DRAIN_SPREAD_MS: z.coerce.number().int().nonnegative().default(2_000),
  OCPP_CALL_TIMEOUT_MS: count(30_000),
  OCPP_MAX_FRAME_BYTES: count(1_048_576),
  OCPP_PING_INTERVAL_MS: count(25_000),
  /** Wrong passwords that an identity, and an address, may send in ten minutes before more of them are turned away unread. */
  OCPP_FAILURES_PER_IDENTITY: count(10),
  OCPP_FAILURES_PER_ADDRESS: count(100),
  /** Wrong API keys that an address may send in ten minutes before more of them are answered 429. */
  API_FAILURES_PER_ADDRESS: count(100),
  /** Requests with one API key: so many a second for as long as it likes, and so many at once. */
  API_REQUESTS_PER_SECOND: count(100),
  API_REQUESTS_BURST: count(1_000),
});
export type Env = z.infer<typeof Env>;

/** Reads the environment, once. @throws Error that names every variable that is wrong. */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const result = Env.safeParse(source);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not right:\n${problems.join("\n")}`);
}
