import { compareSessions, nameOf, transactionIdOf } from "./compare-sessions.ts";
import { type Findings, groupBy, noFindings } from "./findings.ts";
import { isAnswered, type Ledger, powerOf, type Sample, type SessionEntry } from "./ledger.ts";
import type { ReadingRow, Rows } from "./rows.ts";

/** Holds what was sent and answered against what the database has, by content, in both directions. */
export function compare(ledger: Ledger, rows: Rows): Findings {
  const findings = noFindings();
  compareSessions(ledger, rows, findings);
  compareSamples(ledger, rows, findings);
  compareStatuses(ledger, rows, findings);
  compareBoots(ledger, rows, findings);
  compareMessages(ledger, rows, findings);
  return findings;
}

/** Each answered sample is one row of its session with the sampled values as they were sent. */
function compareSamples(ledger: Ledger, rows: Rows, findings: Findings): void {
  const transactionOf = new Map(rows.starts.map((row) => [row.session_id, row.transaction_id]));
  const instantOf = (transactionId: unknown, rawAt: string) => `${transactionId} ${rawAt}`;
  const found = groupBy(
    rows.readings,
    (row) => `${instantOf(transactionOf.get(row.subject_id), row.raw_at)} ${row.samples}`,
  );
  const instants = groupBy(rows.readings, (row) => instantOf(transactionOf.get(row.subject_id), row.raw_at));
  for (const session of ledger.sessions) {
    for (const { timestamp, sampledValue, wh, message } of session.samples) {
      const instant = instantOf(transactionIdOf(session), timestamp);
      const name = `${instant} ${JSON.stringify(sampledValue)}`;
      const [row] = found.get(name) ?? [];
      const count = found.get(name)?.length ?? 0;
      found.delete(name);
      if (row && !isSameSample(session, { timestamp, wh }, row)) {
        findings.lost.push(`${nameOf(session)}: sample ${wh} Wh of ${timestamp} was read as another`);
      }
      const about = `${nameOf(session)}: sample ${wh} Wh of ${timestamp}`;
      if (count > 1) findings.doubled.push(`${about}, ${count} times`);
      if (count > 0 || !isAnswered(message)) continue;
      // Where another sample of the same instant is there, this one was taken for that.
      findings[instants.has(instant) ? "swallowed" : "lost"].push(about);
    }
  }
  for (const name of found.keys()) findings.doubled.push(`a sample that nobody sent: ${name}`);
}

/** What was made of the words: the register in mWh, the power in W, whose and when. */
const isSameSample = (
  session: SessionEntry,
  { timestamp, wh }: Pick<Sample, "timestamp" | "wh">,
  row: ReadingRow,
): boolean =>
  row.energy_mwh === BigInt(wh) * 1000n &&
  row.power_w === powerOf(wh) &&
  row.charge_point_id === session.chargePointId &&
  row.connector_number === session.connectorId &&
  Number(row.transaction_id) === transactionIdOf(session) &&
  (!session.hasClock || row.at.getTime() === Date.parse(timestamp));

function compareStatuses(ledger: Ledger, rows: Rows, findings: Findings): void {
  const found = groupBy(rows.statuses, ({ info }) => info ?? "");
  for (const { info, message, chargePointId, connectorId, status } of ledger.statuses) {
    const [row, ...more] = found.get(info) ?? [];
    found.delete(info);
    const about = `status ${status} (${info})`;
    if (more.length > 0) findings.doubled.push(`${about}, ${1 + more.length} times`);
    const isSame =
      row?.charge_point_id === chargePointId &&
      row.connector_number === connectorId &&
      row.status === status &&
      row.error_code === "NoError";
    if (row ? !isSame : isAnswered(message)) findings.lost.push(about);
  }
  for (const info of found.keys()) findings.doubled.push(`a status that nobody sent: ${info}`);
}

/** A charge point remembers one boot: the last one answered, or one after it whose answer was cut off. */
function compareBoots(ledger: Ledger, rows: Rows, findings: Findings): void {
  const found = new Map(rows.boots.map((row) => [row.charge_point_id, row]));
  for (const [chargePointId, boots] of groupBy(ledger.boots, (boot) => boot.chargePointId)) {
    const lastAnswered = boots.findLastIndex(({ message }) => isAnswered(message));
    if (lastAnswered < 0) continue;
    const row = found.get(chargePointId);
    const isKept =
      row?.vendor === "Voltplane" &&
      row.model === "Proof" &&
      boots.slice(lastAnswered).some(({ firmwareVersion }) => firmwareVersion === row.firmware_version);
    if (!isKept) findings.lost.push(`boot ${boots[lastAnswered]?.firmwareVersion} of ${chargePointId}`);
  }
}

/** Each answered CALL is one row of the message log, with the request and the answer word for word. */
function compareMessages(ledger: Ledger, rows: Rows, findings: Findings): void {
  const found = groupBy(rows.messages, ({ message_id }) => message_id);
  for (const { chargePointId, action, text, attempts } of ledger.messages) {
    for (const { id, answer } of attempts) {
      const [row, ...more] = found.get(id) ?? [];
      found.delete(id);
      const about = `${action} ${id}`;
      if (more.length > 0) findings.doubled.push(`${about}: ${1 + more.length} times in the message log`);
      if (answer === null) continue;
      const isSame = row?.charge_point_id === chargePointId && row.action === action && row.request === text;
      if (!isSame) findings.lost.push(`${about}: not in the message log as it was sent`);
      else if (row.response !== answer.text) findings.lost.push(`${about}: its answer is not in the message log`);
    }
  }
  for (const [id, [row]] of found) findings.doubled.push(`a message that nobody sent: ${row?.action} ${id}`);
}

/** Attempts by action that were committed and whose answer a kill cut off: what the repeats had to be recognised as. */
export function countKeptUnanswered(ledger: Ledger, rows: Rows): Map<string, number> {
  const kept = new Set(rows.messages.map(({ message_id }) => message_id));
  const counts = new Map<string, number>();
  for (const { action, attempts } of ledger.messages) {
    const cutOff = attempts.filter(({ id, answer }) => answer === null && kept.has(id)).length;
    if (cutOff > 0) counts.set(action, (counts.get(action) ?? 0) + cutOff);
  }
  return counts;
}
