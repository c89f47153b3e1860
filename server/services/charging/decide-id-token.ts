import type { PlainSql } from "../../../db/client.ts";
import { inTenants } from "../../../db/tenancy.ts";
import { plainArray, textArray } from "../recording/array-literals.ts";

export type IdTokenVerdict = "accepted" | "blocked" | "expired" | "unknown" | "concurrent";

export type IdTokenDecision = {
  readonly verdict: IdTokenVerdict;
  readonly idTokenId: string | null;
  readonly driverId: string | null;
  readonly parentToken: string | null;
  readonly expiresAt: Date | null;
};

const UNKNOWN = { idTokenId: null, driverId: null, parentToken: null, expiresAt: null } as const;

export type IdTokenRequest = {
  readonly tenantId: string;
  readonly idToken: string;
  readonly at: Date;
  /** The start that is being judged; a new start on the same connector replaces what ran there, it is no second one. */
  readonly start?: { readonly chargePointId: string; readonly connectorNumber: number };
};

type Known = {
  accepts_unknown: boolean;
  id: string | null;
  driver_id: string | null;
  parent_token: string | null;
  status: string;
  expires_at: Date | null;
  charges_elsewhere: boolean;
};

/**
 * What id tokens are worth at an instant, many in one query. Tokens are compared without regard to case (CiString20). With
 * `start` it is also judged whether the token already charges elsewhere (ConcurrentTx: relevant for StartTransaction only,
 * OCPP 1.6, 7.2).
 */
export async function decideIdTokens(
  sql: PlainSql,
  requests: readonly IdTokenRequest[],
): Promise<readonly IdTokenDecision[]> {
  const tenants = requests.map(({ tenantId }) => tenantId);
  const rows = await inTenants(
    sql,
    tenants,
    // Folded apart: a function that might leak, in a condition, would keep row-level security from using the index.
    (tx) => tx<Known[]>`
      with r as materialized (
        select tenant_id, lower(token) as token_key, charge_point_id, connector_number, index
        from unnest(${plainArray(tenants)}::text::uuid[],
                    ${textArray(requests.map(({ idToken }) => idToken))}::text::text[],
                    ${plainArray(requests.map(({ start }) => start?.chargePointId ?? null))}::text::uuid[],
                    ${plainArray(requests.map(({ start }) => start?.connectorNumber ?? null))}::text::int[])
          with ordinality as u (tenant_id, token, charge_point_id, connector_number, index)
      )
      select t.accept_unknown_id_tokens as accepts_unknown, i.id, i.driver_id, i.parent_token, i.expires_at,
             case when d.blocked_at is null then i.status else 'blocked' end as status,
             (r.charge_point_id is not null and not i.allow_concurrent and exists (
               select from session s
               where s.tenant_id = r.tenant_id and s.id_token_key = r.token_key and s.state = 'active'
                 and s.id_token_verdict = 'accepted' -- where a start was refused nothing charges
                 and (s.charge_point_id <> r.charge_point_id or s.connector_number <> r.connector_number)
             )) as charges_elsewhere
      from r
      join tenant t on t.id = r.tenant_id
      left join id_token i on i.tenant_id = r.tenant_id and i.token_key = r.token_key
      left join driver d on d.tenant_id = i.tenant_id and d.id = i.driver_id
      order by r.index`,
  );
  return rows.map((row, index) => judge(row, requests[index]?.at ?? new Date(0)));
}

function judge(known: Known, at: Date): IdTokenDecision {
  if (known.id === null) return { verdict: known.accepts_unknown ? "accepted" : "unknown", ...UNKNOWN };
  const about = {
    idTokenId: known.id,
    driverId: known.driver_id,
    parentToken: known.parent_token,
    expiresAt: known.expires_at,
  };
  if (known.status === "blocked") return { verdict: "blocked", ...about };
  if (known.expires_at && known.expires_at <= at) return { verdict: "expired", ...about };
  return { verdict: known.charges_elsewhere ? "concurrent" : "accepted", ...about };
}
