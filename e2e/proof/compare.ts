import { compareSessions, nameOf, transactionIdOf } from "./compare-sessions.ts";
import { type Findings, groupBy, noFindings } from "./findings.ts";
import { isAnswered, type Ledger } from "./ledger.ts";
import type { Rows } from "./rows.ts";

/** Holds what was sent and answered against what the database has, by content, in both directions. */
export function compare(ledger: Ledger, rows: Rows): Findings {
  const findings = noFindings();
  compareSessions(ledger, rows, findings);
  compareSamples(ledger, rows, findings);
  compareStatuses(ledger, rows, findings);
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
      const count = found.get(name)?.length ?? 0;
      found.delete(name);
      const about = `${nameOf(session)}: sample ${wh} Wh of ${timestamp}`;
      if (count > 1) findings.doubled.push(`${about}, ${count} times`);
      if (count > 0 || !isAnswered(message)) continue;
      // Where another sample of the same instant is there, this one was taken for that.
      findings[instants.has(instant) ? "swallowed" : "lost"].push(about);
    }
  }
  for (const name of found.keys()) findings.doubled.push(`a sample that nobody sent: ${name}`);
}

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

/** Attempts that were committed and whose answer a kill cut off: what the repeats had to be recognised as. */
export function countKeptUnanswered(ledger: Ledger, rows: Rows): number {
  const kept = new Set(rows.messages.map(({ message_id }) => message_id));
  const unanswered = ledger.messages.flatMap(({ attempts }) => attempts.filter(({ answer }) => answer === null));
  return unanswered.filter(({ id }) => kept.has(id)).length;
}
