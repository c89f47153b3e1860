import type { Sql } from "postgres";
import type { Ledger, SessionEntry } from "./ledger.ts";

export type Findings = {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly swallowed: readonly string[];
  readonly energy: readonly string[];
  readonly cost: readonly string[];
};

type Rows = {
  readonly starts: { transaction_id: number; session_id: string }[];
  readonly sessions: SessionRow[];
  readonly readings: { subject_id: string; raw_at: string; samples: string; at: Date }[];
  readonly statuses: { info: string | null }[];
  readonly messages: { message_id: string | null }[];
  readonly unmatched: { transaction_id: string }[];
};
type SessionRow = {
  id: string;
  transaction_id: number;
  charge_point_id: string;
  connector_number: number;
  start_raw_at: string;
  start_energy_mwh: bigint;
  stop_raw_at: string | null;
  stop_energy_mwh: bigint | null;
  energy_mwh: bigint;
  net_minor: bigint | null;
  vat_minor: bigint | null;
  gross_minor: bigint | null;
  suspect: string[];
};

/** Holds what the harness saw answered against what the database has, by content. */
export async function compare(sql: Sql<{ bigint: bigint }>, ledger: Ledger): Promise<Findings> {
  const rows: Rows = {
    starts: await sql`select transaction_id, session_id from transaction_start`,
    sessions: await sql`select * from session`,
    readings: await sql`select subject_id, raw_at, samples::text as samples, at from meter_value`,
    statuses: await sql`select info from connector_status`,
    messages: await sql`select message_id from ocpp_message where direction = 'in' and action <> 'Heartbeat'`,
    unmatched: await sql`select transaction_id from unmatched_stop`,
  };
  const findings = { lost: [], doubled: [], swallowed: [], energy: [], cost: [] } as {
    [K in keyof Findings]: string[];
  };
  compareSessions(ledger, rows, findings);
  compareReadings(ledger, rows, findings);
  compareCounts(
    "status",
    ledger.statuses.map((s) => [s.info, s.isAnswered]),
    rows.statuses.map((s) => s.info),
    findings,
  );
  compareCounts(
    "message",
    [...ledger.calls],
    rows.messages.map((m) => m.message_id),
    findings,
  );
  for (const { transaction_id } of rows.unmatched)
    findings.lost.push(`stop of ${transaction_id} did not find its session`);
  return findings;
}

/** What one session is called in a finding. */
const nameOf = (session: SessionEntry) =>
  `${session.chargePointId}/${session.connectorId} at ${session.meterStart} Wh, ${session.timestamp}`;

function compareSessions(
  ledger: Ledger,
  { starts, sessions }: Rows,
  findings: { [K in keyof Findings]: string[] },
): void {
  const byTransaction = new Map(sessions.map((row) => [row.transaction_id, row]));
  const claimed = new Map<number, SessionEntry>();
  if (starts.length !== sessions.length) findings.doubled.push(`${starts.length} starts, ${sessions.length} sessions`);
  for (const session of ledger.sessions) {
    const [transactionId] = session.transactionIds;
    if (transactionId === undefined) continue;
    if (session.transactionIds.size > 1) findings.doubled.push(`${nameOf(session)}: several transaction ids`);
    const other = claimed.get(transactionId);
    if (other) findings.swallowed.push(`${nameOf(session)} has the transaction of ${nameOf(other)}`);
    claimed.set(transactionId, session);
    const row = byTransaction.get(transactionId);
    if (!row || !isSameStart(row, session)) {
      findings.lost.push(`${nameOf(session)}: no such session`);
      continue;
    }
    if (session.stop?.isAnswered) compareStop(session, row, findings);
  }
  for (const row of sessions) {
    if (!claimed.has(row.transaction_id)) findings.doubled.push(`session ${row.transaction_id} was never answered`);
  }
}

const isSameStart = (row: SessionRow, session: SessionEntry): boolean =>
  row.charge_point_id === session.chargePointId &&
  row.connector_number === session.connectorId &&
  row.start_raw_at === session.timestamp &&
  row.start_energy_mwh === BigInt(session.meterStart) * 1000n;

function compareStop(session: SessionEntry, row: SessionRow, findings: { [K in keyof Findings]: string[] }): void {
  const { stop } = session;
  if (!stop) return;
  if (row.stop_raw_at !== stop.timestamp || row.stop_energy_mwh !== BigInt(stop.meterStop) * 1000n) {
    findings.lost.push(`${nameOf(session)}: its stop`);
    return;
  }
  const expected = energyOf(session);
  if (row.energy_mwh !== expected) findings.energy.push(`${nameOf(session)}: ${row.energy_mwh}, not ${expected} mWh`);
  const price = priceOf(expected);
  if (row.net_minor !== price.net || row.vat_minor !== price.vat || row.gross_minor !== price.gross) {
    findings.cost.push(
      `${nameOf(session)}: ${row.net_minor} + ${row.vat_minor} = ${row.gross_minor}, not ${price.net} + ${price.vat} = ${price.gross}`,
    );
  }
}

/** The sum of the register's rises, in the order in which the station measured. */
function energyOf(session: SessionEntry): bigint {
  const registers = [
    session.meterStart,
    ...session.samples.map(({ sample }) => sample.wh),
    session.stop?.meterStop ?? session.meterStart,
  ];
  let sum = 0n;
  for (let index = 1; index < registers.length; index++) {
    const rise = BigInt(registers[index] ?? 0) - BigInt(registers[index - 1] ?? 0);
    if (rise > 0n) sum += rise * 1000n;
  }
  return sum;
}

/** 0.39 EUR per kWh and 19 % VAT, in cents: rounded once from micro-euros, half up; VAT is gross less net. */
function priceOf(energyMwh: bigint): { net: bigint; vat: bigint; gross: bigint } {
  const round = (numerator: bigint, denominator: bigint) => (numerator + denominator / 2n) / denominator;
  const netMicros = round(energyMwh * 390_000n, 1_000_000n);
  const grossMicros = netMicros + round(netMicros * 19n, 100n);
  const net = round(netMicros, 10_000n);
  const gross = round(grossMicros, 10_000n);
  return { net, vat: gross - net, gross };
}

function compareReadings(ledger: Ledger, rows: Rows, findings: { [K in keyof Findings]: string[] }): void {
  const transactionOf = new Map(rows.starts.map((row) => [row.session_id, row.transaction_id]));
  const found = new Map<string, number>();
  for (const row of rows.readings) {
    const key = `${transactionOf.get(row.subject_id)} ${row.raw_at} ${row.samples}`;
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  for (const session of ledger.sessions) {
    const [transactionId] = session.transactionIds;
    for (const { sample, isAnswered } of session.samples) {
      const key = `${transactionId} ${sample.timestamp} ${JSON.stringify(sample.sampledValue)}`;
      const count = found.get(key) ?? 0;
      if (count === 0 && isAnswered) findings.lost.push(`${nameOf(session)}: sample ${sample.wh} Wh`);
      if (count > 1) findings.doubled.push(`${nameOf(session)}: sample ${sample.wh} Wh, ${count} times`);
      found.delete(key);
    }
  }
  for (const key of found.keys()) findings.doubled.push(`a sample that nobody sent: ${key}`);
}

/** Things with a name of their own: answered ones are there once, none is there twice, and none that was never sent. */
function compareCounts(
  what: string,
  sent: readonly (readonly [string, boolean])[],
  kept: readonly (string | null)[],
  findings: { [K in keyof Findings]: string[] },
): void {
  const counts = new Map<string | null, number>();
  for (const name of kept) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const [name, isAnswered] of sent) {
    const count = counts.get(name) ?? 0;
    if (count === 0 && isAnswered) findings.lost.push(`${what} ${name}`);
    if (count > 1) findings.doubled.push(`${what} ${name}, ${count} times`);
    counts.delete(name);
  }
  for (const name of counts.keys()) findings.doubled.push(`${what} ${name} was never sent`);
}
