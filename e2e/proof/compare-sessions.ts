import { expectedBill, expectedEnergyMwh } from "./expected-bill.ts";
import { type Findings, groupBy } from "./findings.ts";
import { answersOf, ID_TAG, isAnswered, type Ledger, type SessionEntry } from "./ledger.ts";
import type { Rows, SessionRow } from "./rows.ts";

/** What a session is called in a finding. */
export const nameOf = ({ chargePointId, connectorId, meterStart, timestamp }: SessionEntry): string =>
  `session ${chargePointId}/${connectorId} at ${meterStart} Wh, ${timestamp}`;

/** The one id that every answer to the start gave; null while there is none. */
export function transactionIdOf(session: SessionEntry): number | null {
  const [answer] = answersOf(session.start);
  return typeof answer?.transactionId === "number" ? answer.transactionId : null;
}

/** Each answered start is one `transaction_start` with one `session` of these very words, its stop on it. */
export function compareSessions(ledger: Ledger, rows: Rows, findings: Findings): void {
  const starts = groupBy(rows.starts, (row) => String(row.transaction_id));
  const sessions = groupBy(rows.sessions, (row) => String(row.transaction_id));
  const repeats = groupBy(rows.messages, (row) => row.message_id);
  const owners = new Map<number, SessionEntry>();
  for (const session of ledger.sessions) {
    const transactionId = transactionIdOf(session);
    if (transactionId === null) {
      if (isAnswered(session.start)) findings.lost.push(`${nameOf(session)}: answered without a transaction id`);
      continue;
    }
    compareIds(session, transactionId, repeats, findings);
    const owner = owners.get(transactionId);
    if (owner) findings.swallowed.push(`${nameOf(session)} was taken for ${nameOf(owner)}`);
    owners.set(transactionId, session);
    const [start, ...moreStarts] = starts.get(String(transactionId)) ?? [];
    const [row, ...moreRows] = sessions.get(String(transactionId)) ?? [];
    if (moreStarts.length + moreRows.length > 0) findings.doubled.push(`${nameOf(session)}: ${transactionId} twice`);
    if (!start || !row || start.session_id !== row.id || start.meter_start !== String(session.meterStart)) {
      findings.lost.push(`${nameOf(session)}: transaction ${transactionId} is not there`);
    } else if (!isSameStart(session, row)) {
      findings.lost.push(`${nameOf(session)}: transaction ${transactionId} is another one`);
    } else compareEnd(session, row, findings);
  }
  for (const { transaction_id } of [...rows.starts, ...rows.sessions]) {
    if (!owners.has(transaction_id)) findings.doubled.push(`transaction ${transaction_id} answers no start`);
  }
  for (const { payload } of rows.unmatchedStops) findings.lost.push(`a stop that ended nothing: ${payload}`);
}

/** Also a start that was kept and whose answer never arrived had been given the same id. */
function compareIds(
  session: SessionEntry,
  transactionId: number,
  log: ReadonlyMap<string, readonly { response: string | null }[]>,
  findings: Findings,
): void {
  const kept = session.start.attempts.flatMap(({ id }) => log.get(id) ?? []);
  const answers = [...answersOf(session.start), ...kept.map(({ response }) => JSON.parse(response ?? "{}"))];
  const others = answers.filter((answer) => answer.transactionId !== transactionId);
  if (others.length > 0) findings.doubled.push(`${nameOf(session)}: other ids too: ${JSON.stringify(others)}`);
}

const isSameStart = (session: SessionEntry, row: SessionRow): boolean =>
  row.charge_point_id === session.chargePointId &&
  row.connector_number === session.connectorId &&
  row.start_raw_at === session.timestamp &&
  row.start_energy_mwh === BigInt(session.meterStart) * 1000n &&
  row.id_token === ID_TAG &&
  row.id_token_verdict === "accepted";

function compareEnd(session: SessionEntry, row: SessionRow, findings: Findings): void {
  const { stop } = session;
  if (!stop || !isAnswered(stop.message)) return;
  const isKept =
    row.state === "ended" &&
    row.end_cause === "stopped" &&
    row.stop_raw_at === stop.timestamp &&
    row.stop_energy_mwh === BigInt(stop.meterStop) * 1000n &&
    row.stop_reason === "Local" &&
    row.stop_id_token === ID_TAG;
  if (!isKept) {
    findings.lost.push(`${nameOf(session)}: its stop`);
    return;
  }
  const energyMwh = expectedEnergyMwh(session);
  if (row.energy_mwh !== energyMwh) findings.energy.push(`${nameOf(session)}: ${row.energy_mwh} mWh, not ${energyMwh}`);
  const { net, vat, gross } = expectedBill(energyMwh);
  if (row.net_minor !== net || row.vat_minor !== vat || row.gross_minor !== gross) {
    const { net_minor, vat_minor, gross_minor } = row;
    findings.cost.push(
      `${nameOf(session)}: ${net_minor} + ${vat_minor} = ${gross_minor}, not ${net} + ${vat} = ${gross}`,
    );
  }
}
