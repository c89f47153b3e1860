import type { PlainTransaction } from "../../../db/tenancy.ts";
import { instantArray, jsonSequence, nestedTextArray, plainArray, textArray } from "./array-literals.ts";
import type { Entry, ExchangeLog, Outcome } from "./facts.ts";

type Exchange = { readonly entry: Entry; readonly log: ExchangeLog; readonly outcome: Outcome };

/**
 * Appends to the message log. The id makes a commit that is tried again the same row; what the station is answered then (an instant
 * of now) takes the place of what it would have been answered.
 */
export async function writeExchanges(tx: PlainTransaction, exchanges: readonly Exchange[]): Promise<void> {
  if (exchanges.length === 0) return;
  const logs = exchanges.map(({ log }) => log);
  await tx`
    insert into ocpp_message (tenant_id, charge_point_id, at, id, direction, message_id, action, request, raw,
                              response, error_code, error_description, answered_at, quirks)
    select m.tenant_id, m.charge_point_id, m.at, m.id, m.direction, m.message_id, m.action, m.request::json, m.raw,
           m.response::json, m.error_code, m.error_description, m.answered_at, m.quirks::text[]
    from unnest(${plainArray(exchanges.map(({ entry }) => entry.tenantId))}::text::uuid[],
                ${plainArray(exchanges.map(({ entry }) => entry.chargePointId))}::text::uuid[],
                ${instantArray(logs.map((log) => log.at))}::text::timestamptz[],
                ${plainArray(logs.map((log) => log.id))}::text::uuid[],
                ${plainArray(logs.map((log) => log.direction))}::text::text[],
                ${textArray(logs.map((log) => log.messageId))}::text::text[],
                ${textArray(logs.map((log) => log.action))}::text::text[],
                string_to_array(${jsonSequence(logs.map((log) => log.request))}::text, chr(30), ''),
                ${textArray(logs.map((log) => log.raw))}::text::text[],
                string_to_array(${jsonSequence(exchanges.map(({ log, outcome }) => log.response(outcome)))}::text, chr(30), ''),
                ${textArray(logs.map((log) => log.errorCode))}::text::text[],
                ${textArray(logs.map((log) => log.errorDescription))}::text::text[],
                ${instantArray(logs.map((log) => log.answeredAt))}::text::timestamptz[],
                ${nestedTextArray(logs.map((log) => log.quirks))}::text::text[])
      as m (tenant_id, charge_point_id, at, id, direction, message_id, action, request, raw, response, error_code,
            error_description, answered_at, quirks)
    on conflict (tenant_id, charge_point_id, at, id) do update set response = excluded.response`;
}
