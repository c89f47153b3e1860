import postgres from "postgres";

export type StartRow = {
  transaction_id: number;
  charge_point_id: string;
  connector_number: number;
  /** Folded to lower case. */
  id_token: string;
  raw_at: string;
  meter_start: string;
  session_id: string;
};
export type SessionRow = {
  id: string;
  transaction_id: number;
  charge_point_id: string;
  connector_number: number;
  id_token: string;
  id_token_verdict: string;
  state: string;
  end_cause: string | null;
  start_raw_at: string;
  start_energy_mwh: bigint;
  stop_raw_at: string | null;
  stop_energy_mwh: bigint | null;
  stop_reason: string | null;
  stop_id_token: string | null;
  energy_mwh: bigint;
  net_minor: bigint | null;
  vat_minor: bigint | null;
  gross_minor: bigint | null;
};
export type ReadingRow = {
  subject_id: string;
  charge_point_id: string;
  connector_number: number;
  transaction_id: bigint | null;
  raw_at: string;
  at: Date;
  energy_mwh: bigint | null;
  power_w: number | null;
  samples: string;
};
export type StatusRow = {
  charge_point_id: string;
  connector_number: number;
  status: string;
  error_code: string;
  info: string | null;
};
export type MessageRow = {
  charge_point_id: string;
  message_id: string;
  action: string;
  request: string | null;
  response: string | null;
};

/** A charge point as its last boot left it. */
export type BootRow = {
  charge_point_id: string;
  vendor: string | null;
  model: string | null;
  firmware_version: string | null;
};

/** All that the database has of the proof, read by its owner, who sees every row. */
export type Rows = {
  readonly starts: readonly StartRow[];
  readonly sessions: readonly SessionRow[];
  readonly readings: readonly ReadingRow[];
  readonly statuses: readonly StatusRow[];
  readonly messages: readonly MessageRow[];
  readonly boots: readonly BootRow[];
  readonly unmatchedStops: readonly { payload: string }[];
};

export type OwnerSql = postgres.Sql<{ bigint: bigint }>;

export const openOwner = (url: string): OwnerSql =>
  postgres(url, { max: 2, onnotice: () => {}, types: { bigint: postgres.BigInt } });

export async function readRows(sql: OwnerSql): Promise<Rows> {
  return {
    starts: await sql<StartRow[]>`select * from transaction_start`,
    sessions: await sql<SessionRow[]>`select * from session`,
    readings: await sql<ReadingRow[]>`
      select subject_id, charge_point_id, connector_number, transaction_id, raw_at, at, energy_mwh, power_w,
             samples::text as samples
      from meter_value`,
    statuses: await sql<StatusRow[]>`select * from connector_status`,
    messages: await sql<MessageRow[]>`
      select charge_point_id, message_id, action, request::text as request, response::text as response
      from ocpp_message where direction = 'in' and action <> 'Heartbeat'`,
    boots: await sql<BootRow[]>`
      select id as charge_point_id, vendor, model, firmware_version from charge_point`,
    unmatchedStops: await sql<{ payload: string }[]>`select payload::text as payload from unmatched_stop
      where reason <> 'guessed'`,
  };
}

/** Sessions that run, or whose energy and price are still due. */
export async function countUnsettled(sql: OwnerSql): Promise<number> {
  const [row] = await sql`select count(*) as n from session where state = 'active' or settled_at is null`;
  return Number(row?.n);
}

export async function readDurability(sql: OwnerSql): Promise<string> {
  const rows = await sql<{ name: string; setting: string }[]>`
    select name, setting from pg_settings
    where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'wal_sync_method', 'data_checksums') order by name`;
  return rows.map(({ name, setting }) => `${name}=${setting}`).join(" ");
}
