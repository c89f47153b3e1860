import type { PlainTransaction } from "../../../db/tenancy.ts";
import { uuidv7At } from "../../core/ids.ts";
import { instantArray, nestedTextArray, plainArray, textArray } from "./array-literals.ts";
import type { Outcome, StartFact } from "./facts.ts";
import type { Placed } from "./write-batch.ts";

type Start = Placed<StartFact>;
type Known = {
  index: number;
  transaction_id: number;
  session_id: string;
  session_started_at: Date;
  occurrence: number;
  is_ended: boolean;
  /** By a stop of its own: one that we closed may be what the station is still speaking of. */
  is_stopped: boolean;
};

/**
 * Keeps starts. The natural key (charge point, connector, id token, the station's instant, meter start) makes a
 * repeated StartTransaction the same session with the same transaction id (OCPP 1.6, 4.8 and errata: a station repeats
 * what was not answered). Only a station without a clock may mean a new session by the same words: when the earlier one
 * has been stopped already.
 */
export async function writeStarts(tx: PlainTransaction, starts: readonly Start[]): Promise<Map<number, Outcome>> {
  const outcomes = new Map<number, Outcome>();
  if (starts.length === 0) return outcomes;
  const byKey = new Map<string, Start[]>();
  for (const start of starts) byKey.set(naturalKey(start), [...(byKey.get(naturalKey(start)) ?? []), start]);
  const firsts = [...byKey.values()].flatMap(([first]) => (first ? [first] : []));

  const known = new Map((await findKnown(tx, firsts)).map((row) => [row.index, row]));
  const isNew = (start: Start) => {
    const row = known.get(start.index);
    return !row || (start.fact.clockSuspect && row.is_stopped);
  };
  const fresh = firsts.filter(isNew);
  if (fresh.length > 0) await insertStarts(tx, fresh, known);
  const all = fresh.length > 0 ? new Map((await findKnown(tx, firsts)).map((row) => [row.index, row])) : known;

  for (const group of byKey.values()) {
    const [first] = group;
    const row = first && all.get(first.index);
    if (!row) throw new Error("a start that was just written is not there");
    group.forEach((start, position) => {
      outcomes.set(start.index, {
        kind: "started",
        transactionId: row.transaction_id,
        sessionId: row.session_id,
        startedAt: row.session_started_at,
        isRepeat: position > 0 || known.get(start.index)?.transaction_id === row.transaction_id,
        isEnded: row.is_ended,
      });
    });
  }
  return outcomes;
}

const naturalKey = ({ entry, fact }: Start): string =>
  JSON.stringify([
    entry.chargePointId,
    fact.connectorNumber,
    fact.idToken.toLowerCase(),
    instantKey(fact),
    fact.meterStart,
  ]);

/**
 * One instant has many spellings (Z, +00:00, fractions). What a station says without a usable clock or a zone is only words:
 * the arrival helps to read them, and a repeat comes later.
 */
const instantKey = ({ clockSuspect, hasZone, rawAt, at }: StartFact): string =>
  clockSuspect || !hasZone ? rawAt : at.toISOString();

/** The newest occurrence of each natural key. */
async function findKnown(tx: PlainTransaction, starts: readonly Start[]): Promise<Known[]> {
  return tx<Known[]>`
    select k.index, t.transaction_id, t.session_id, t.session_started_at, t.occurrence,
           coalesce(s.state = 'ended', false) as is_ended,
           coalesce(s.end_cause = 'stopped' and not 'stopWithoutId' = any(s.suspect), false) as is_stopped
    from unnest(${plainArray(starts.map(({ index }) => index))}::text::int[],
                ${plainArray(starts.map(({ entry }) => entry.tenantId))}::text::uuid[],
                ${plainArray(starts.map(({ entry }) => entry.chargePointId))}::text::uuid[],
                ${plainArray(starts.map(({ fact }) => fact.connectorNumber))}::text::int[],
                ${textArray(starts.map(({ fact }) => fact.idToken.toLowerCase()))}::text::text[],
                ${textArray(starts.map(({ fact }) => fact.at.toISOString()))}::text::text[],
                ${textArray(starts.map(({ fact }) => fact.rawAt))}::text::text[],
                ${textArray(starts.map(({ fact }) => fact.meterStart))}::text::text[])
      as k (index, tenant_id, charge_point_id, connector_number, id_token, instant, raw_at, meter_start)
    cross join lateral (
      select * from transaction_start t
      where t.tenant_id = k.tenant_id and t.charge_point_id = k.charge_point_id
        and t.connector_number = k.connector_number and t.id_token = k.id_token and t.meter_start = k.meter_start
        -- A clock that was beyond belief when a start came first may be within it when the start is repeated.
        and t.raw_at in (k.instant, k.raw_at)
      order by t.occurrence desc, t.transaction_id desc limit 1) t
    left join session s on s.tenant_id = t.tenant_id and s.started_at = t.session_started_at and s.id = t.session_id`;
}

/** Gives starts their transaction ids, and makes the sessions of those that are no one else's by now. */
async function insertStarts(
  tx: PlainTransaction,
  starts: readonly Start[],
  known: ReadonlyMap<number, Known>,
): Promise<void> {
  // The partition instant is fixed here, to the millisecond, and written into the session's id.
  const sessionIds = starts.map(({ fact }) => uuidv7At(fact.at.getTime()));
  const facts = starts.map(({ fact }) => fact);
  const claimed = await tx<{ session_id: string; transaction_id: number }[]>`
    insert into transaction_start (tenant_id, transaction_id, charge_point_id, connector_number, id_token, raw_at,
                                   meter_start, occurrence, session_id, session_started_at)
    select k.tenant_id, nextval('transaction_id_seq'), k.charge_point_id, k.connector_number, k.id_token, k.raw_at,
           k.meter_start, k.occurrence, k.session_id, k.started_at
    from unnest(${plainArray(starts.map(({ entry }) => entry.tenantId))}::text::uuid[],
                ${plainArray(starts.map(({ entry }) => entry.chargePointId))}::text::uuid[],
                ${plainArray(facts.map((f) => f.connectorNumber))}::text::int[],
                ${textArray(facts.map((f) => f.idToken.toLowerCase()))}::text::text[],
                ${textArray(facts.map(instantKey))}::text::text[],
                ${textArray(facts.map((f) => f.meterStart))}::text::text[],
                ${plainArray(starts.map(({ index }) => (known.get(index)?.occurrence ?? -1) + 1))}::text::smallint[],
                ${plainArray(sessionIds)}::text::uuid[],
                ${instantArray(facts.map((f) => f.at))}::text::timestamptz[])
      as k (tenant_id, charge_point_id, connector_number, id_token, raw_at, meter_start, occurrence, session_id,
            started_at)
    on conflict do nothing
    returning session_id, transaction_id`;
  const transactionIds = new Map(claimed.map((row) => [row.session_id, row.transaction_id]));
  const made = starts.flatMap(({ entry, fact }, position) => {
    const sessionId = sessionIds[position] ?? "";
    const transactionId = transactionIds.get(sessionId);
    return transactionId === undefined ? [] : [{ entry, fact, sessionId, transactionId }];
  });
  if (made.length > 0) await insertSessions(tx, made);
}

type Made = Pick<Start, "entry" | "fact"> & { readonly sessionId: string; readonly transactionId: number };

async function insertSessions(tx: PlainTransaction, made: readonly Made[]): Promise<void> {
  const facts = made.map(({ fact }) => fact);
  await tx`
    insert into session (tenant_id, started_at, id, state, charge_point_id, connector_number, transaction_id, id_token,
                         id_token_id, id_token_verdict, driver_id, reservation_id, start_raw_at, start_received_at,
                         start_energy_mwh, tariff_id, tariff_version_id, tariff_source, currency, suspect,
                         charge_point_identity, site_id, time_zone)
    select s.tenant_id, s.started_at, s.id, 'active', s.charge_point_id, s.connector_number, s.transaction_id,
           s.id_token, s.id_token_id, s.verdict, s.driver_id, s.reservation_id, s.raw_at, s.received_at,
           s.start_energy_mwh, s.tariff_id, s.tariff_version_id, s.tariff_source, s.currency,
           coalesce(s.suspect::text[], '{}'), s.identity, s.site_id, s.time_zone
    from unnest(${plainArray(made.map(({ entry }) => entry.tenantId))}::text::uuid[],
                ${instantArray(facts.map((f) => f.at))}::text::timestamptz[],
                ${plainArray(made.map(({ sessionId }) => sessionId))}::text::uuid[],
                ${plainArray(made.map(({ entry }) => entry.chargePointId))}::text::uuid[],
                ${plainArray(facts.map((f) => f.connectorNumber))}::text::int[],
                ${plainArray(made.map(({ transactionId }) => transactionId))}::text::int[],
                ${textArray(facts.map((f) => f.idToken))}::text::text[],
                ${plainArray(facts.map((f) => f.idTokenId))}::text::uuid[],
                ${textArray(facts.map((f) => f.idTokenVerdict))}::text::text[],
                ${plainArray(facts.map((f) => f.driverId))}::text::uuid[],
                ${plainArray(facts.map((f) => f.reservationId))}::text::int[],
                ${textArray(facts.map((f) => f.rawAt))}::text::text[],
                ${instantArray(facts.map((f) => f.receivedAt))}::text::timestamptz[],
                ${plainArray(facts.map((f) => f.startEnergyMwh))}::text::bigint[],
                ${plainArray(facts.map((f) => f.tariffId))}::text::uuid[],
                ${plainArray(facts.map((f) => f.tariffVersionId))}::text::uuid[],
                ${textArray(facts.map((f) => f.tariffSource))}::text::text[],
                ${textArray(facts.map((f) => f.currency))}::text::text[],
                ${nestedTextArray(facts.map((f) => f.suspect))}::text::text[],
                ${textArray(facts.map((f) => f.chargePointIdentity))}::text::text[],
                ${plainArray(facts.map((f) => f.siteId))}::text::uuid[],
                ${textArray(facts.map((f) => f.timeZone))}::text::text[])
      as s (tenant_id, started_at, id, charge_point_id, connector_number, transaction_id, id_token, id_token_id, verdict,
            driver_id, reservation_id, raw_at, received_at, start_energy_mwh, tariff_id, tariff_version_id,
            tariff_source, currency, suspect, identity, site_id, time_zone)`;
}
