import type { PlainTransaction } from "../../../db/tenancy.ts";
import { uuidv7 } from "../../core/ids.ts";
import { hexArray, instantArray, jsonSequence, nestedTextArray, plainArray, textArray } from "./array-literals.ts";
import type { Outcome, StopFact } from "./facts.ts";
import type { Placed } from "./write-batch.ts";

type Stop = Placed<StopFact>;

/**
 * Keeps stops. One that finds its session active (or closed by us as abandoned, or by a guess) ends it; the same words
 * again are a repeat; anything else is kept apart for repair, and answered all the same (OCPP 1.6, 4.10: a stop cannot be
 * refused). A stop that ended a session by a guess is kept apart too: the guess may turn out wrong.
 */
export async function writeStops(tx: PlainTransaction, stops: readonly Stop[]): Promise<Map<number, Outcome>> {
  const outcomes = new Map<number, Outcome>();
  if (stops.length === 0) return outcomes;
  const matched = stops.filter((stop) => stop.fact.session !== null);
  const ended = new Set(matched.length === 0 ? [] : (await endSessions(tx, matched)).map((row) => row.index));
  const notEnded = matched.filter((stop) => !ended.has(stop.index));
  const repeats = new Set(notEnded.length === 0 ? [] : (await findRepeats(tx, notEnded)).map((row) => row.index));
  const apart = stops.filter(({ index, fact }) => (ended.has(index) ? fact.isGuess : !repeats.has(index)));
  const fresh = new Set(apart.length === 0 ? [] : await keepApart(tx, apart, ended));
  for (const { index, fact } of stops) {
    const isDone = fact.session !== null && (ended.has(index) || repeats.has(index));
    outcomes.set(
      index,
      isDone && fact.session
        ? {
            kind: "stopped",
            sessionId: fact.session.id,
            startedAt: fact.session.startedAt,
            isRepeat: repeats.has(index),
          }
        : { kind: "unmatched", isRepeat: !fresh.has(index) },
    );
  }
  return outcomes;
}

const sessionKeys = (stops: readonly Stop[]) => ({
  indexes: plainArray(stops.map(({ index }) => index)),
  tenants: plainArray(stops.map(({ entry }) => entry.tenantId)),
  startedAt: instantArray(stops.map(({ fact }) => fact.session?.startedAt ?? null)),
  ids: plainArray(stops.map(({ fact }) => fact.session?.id ?? null)),
  digests: hexArray(stops.map(({ fact }) => fact.digest)),
});

async function endSessions(tx: PlainTransaction, stops: readonly Stop[]): Promise<{ index: number }[]> {
  const keys = sessionKeys(stops);
  const facts = stops.map(({ fact }) => fact);
  return tx<{ index: number }[]>`
    update session s set
      state = 'ended', end_cause = 'stopped', ended_at = greatest(p.at, s.started_at), stop_raw_at = p.raw_at,
      stop_received_at = p.received_at, stop_energy_mwh = p.energy, stop_reason = p.reason, stop_id_token = p.id_token,
      stop_digest = decode(p.digest, 'hex'), power_w = 0, settled_at = null, updated_at = p.received_at,
      suspect = (select coalesce(array_agg(distinct x), '{}')
                 from unnest(s.suspect || coalesce(p.suspect::text[], '{}')) as x
                 -- The stop came after all: what an earlier end said of itself is over.
                 where x = any(coalesce(p.suspect::text[], '{}'))
                   or x not in ('abandoned', 'stopWithoutId', 'stopBeforeStart', 'stopOtherCard')
                      and not starts_with(x, 'stop:'))
    from unnest(${keys.indexes}::text::int[], ${keys.tenants}::text::uuid[], ${keys.startedAt}::text::timestamptz[],
                ${keys.ids}::text::uuid[], ${keys.digests}::text::text[],
                ${instantArray(facts.map((f) => f.at))}::text::timestamptz[],
                ${textArray(facts.map((f) => f.rawAt))}::text::text[],
                ${instantArray(facts.map((f) => f.receivedAt))}::text::timestamptz[],
                ${plainArray(facts.map((f) => f.stopEnergyMwh))}::text::bigint[],
                ${textArray(facts.map((f) => f.reason))}::text::text[],
                ${textArray(facts.map((f) => f.idToken))}::text::text[],
                ${nestedTextArray(facts.map((f) => f.suspect))}::text::text[],
                ${plainArray(facts.map((f) => String(f.isGuess)))}::text::boolean[])
      as p (index, tenant_id, started_at, id, digest, at, raw_at, received_at, energy, reason, id_token, suspect,
            is_guess)
    where s.tenant_id = p.tenant_id and s.started_at = p.started_at and s.id = p.id
      and (s.state = 'active' or s.end_cause = 'abandoned' or ('stopWithoutId' = any(s.suspect) and not p.is_guess))
      -- Said again, a guess must not end the next session.
      and not (p.is_guess and exists (select from unmatched_stop u where u.tenant_id = s.tenant_id
               and u.charge_point_id = s.charge_point_id and u.digest = decode(p.digest, 'hex')))
    returning p.index`;
}

async function findRepeats(tx: PlainTransaction, stops: readonly Stop[]): Promise<{ index: number }[]> {
  const keys = sessionKeys(stops);
  return tx<{ index: number }[]>`
    select p.index
    from unnest(${keys.indexes}::text::int[], ${keys.tenants}::text::uuid[], ${keys.startedAt}::text::timestamptz[],
                ${keys.ids}::text::uuid[], ${keys.digests}::text::text[]) as p (index, tenant_id, started_at, id, digest)
    join session s on s.tenant_id = p.tenant_id and s.started_at = p.started_at and s.id = p.id
      and s.stop_digest = decode(p.digest, 'hex')`;
}

/** Gives the places of those that were not apart yet. */
async function keepApart(
  tx: PlainTransaction,
  stops: readonly Stop[],
  ended: ReadonlySet<number>,
): Promise<readonly number[]> {
  const ids = stops.map(() => uuidv7());
  const facts = stops.map(({ fact }) => fact);
  const reasons = stops.map(({ index, fact }) =>
    ended.has(index) ? "guessed" : fact.session && !fact.isGuess ? "alreadyStopped" : "unknownTransaction",
  );
  const kept = await tx<{ id: string }[]>`
    insert into unmatched_stop (tenant_id, charge_point_id, digest, id, transaction_id, received_at, reason, payload)
    select u.tenant_id, u.charge_point_id, decode(u.digest, 'hex'), u.id, u.transaction_id, u.received_at, u.reason,
           u.payload::json
    from unnest(${plainArray(stops.map(({ entry }) => entry.tenantId))}::text::uuid[],
                ${plainArray(stops.map(({ entry }) => entry.chargePointId))}::text::uuid[],
                ${hexArray(facts.map((f) => f.digest))}::text::text[],
                ${plainArray(ids)}::text::uuid[],
                ${plainArray(facts.map((f) => f.transactionId))}::text::bigint[],
                ${instantArray(facts.map((f) => f.receivedAt))}::text::timestamptz[],
                ${textArray(reasons)}::text::text[],
                string_to_array(${jsonSequence(facts.map((f) => f.payload))}::text, chr(30), ''))
      as u (tenant_id, charge_point_id, digest, id, transaction_id, received_at, reason, payload)
    on conflict do nothing
    returning id`;
  const isKept = new Set(kept.map(({ id }) => id));
  return stops.filter((_, position) => isKept.has(ids[position] ?? "")).map(({ index }) => index);
}
