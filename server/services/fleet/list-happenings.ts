import { sql } from "drizzle-orm";
import { z } from "zod";
import { HAPPENING_KINDS, type Happening } from "../../core/happening.ts";
import { type ServiceContext, transact } from "../context.ts";
import { toInstantText } from "../fields.ts";
import { isPermitted, requirePermission } from "../permissions.ts";

export const ListHappeningsInput = z.strictObject({
  siteId: z.uuid().optional(),
  limit: z.int().min(1).max(200).default(50),
});

/** An ended session is looked for among those that began this recently: the end has no index of its own. */
const LONGEST_SESSION = sql`interval '2 days'`;

const Row = z.object({
  kind: z.enum(HAPPENING_KINDS),
  at: z.coerce.date(),
  chargePointId: z.uuid(),
  identity: z.string(),
  siteId: z.uuid().nullable(),
  connectorNumber: z.number().nullable(),
  sessionId: z.uuid().nullable(),
  energyMwh: z.coerce.number().nullable(),
  detail: z.string().nullable(),
});

/**
 * The newest of what happened, newest first; sessions only for who may read them. Of what is noted once per charge point or connector (connections, boots, refusals,
 * faults) only the last is known: that it came and went twice is told live, and by the message log.
 */
export async function listHappenings(
  ctx: ServiceContext,
  { siteId, limit }: z.output<typeof ListHappeningsInput>,
): Promise<readonly Happening[]> {
  requirePermission(ctx, "chargePoint.read");
  const mayReadSessions = isPermitted(ctx.actor, "session.read");
  const { tenantId } = ctx;
  const now = sql`${ctx.clock.now().toISOString()}::timestamptz`;
  const ofStation = sql`c.id as charge_point_id, c.identity, c.site_id`;
  const stations = sql`from charge_point c where c.tenant_id = ${tenantId} and c.retired_at is null
    ${siteId === undefined ? sql`` : sql`and c.site_id = ${siteId}`}`;
  const sessions = sql`from session s join charge_point c on c.tenant_id = s.tenant_id and c.id = s.charge_point_id
    where s.tenant_id = ${tenantId} and ${mayReadSessions}
    ${siteId === undefined ? sql`` : sql`and c.site_id = ${siteId}`}`;
  const once = (kind: (typeof HAPPENING_KINDS)[number], at: string, detail = "null") => sql`
    (select ${kind}::text, c.${sql.raw(at)} as at, ${ofStation}, null::int, null::uuid, null::bigint, ${sql.raw(detail)}::text
     ${stations} and c.${sql.raw(at)} is not null order by c.${sql.raw(at)} desc limit ${limit})`;
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      select kind, at, charge_point_id as "chargePointId", identity, site_id as "siteId",
        connector_number as "connectorNumber", session_id as "sessionId", energy_mwh as "energyMwh", detail
      from (
        (select 'sessionStarted' as kind, s.started_at as at, ${ofStation}, s.connector_number, s.id as session_id,
           null::bigint as energy_mwh, null::text as detail
         ${sessions} order by s.started_at desc limit ${limit})
        union all
        (select 'sessionEnded', s.ended_at, ${ofStation}, s.connector_number, s.id, s.energy_mwh, null
         ${sessions} and s.started_at > ${now} - ${LONGEST_SESSION} and s.ended_at is not null
         order by s.ended_at desc limit ${limit})
        union all
        (select 'fault', k.status_received_at, ${ofStation}, k.number, null, null,
           coalesce(nullif(k.status_info, ''), k.error_code)
         from connector k join charge_point c on c.tenant_id = k.tenant_id and c.id = k.charge_point_id
         where k.tenant_id = ${tenantId} and k.status = 'Faulted' and k.status_received_at is not null
           and c.retired_at is null ${siteId === undefined ? sql`` : sql`and c.site_id = ${siteId}`}
         order by k.status_received_at desc limit ${limit})
        union all ${once("disconnected", "disconnected_at")}
        union all ${once("connected", "connected_at")}
        union all ${once("booted", "last_boot_at")}
        union all ${once("refused", "last_refused_at", "coalesce(nullif(c.last_refusal_detail, ''), c.last_refusal_reason)")}
        union all
        (select 'unmatchedStop', u.received_at, ${ofStation}, null, null, null, u.reason
         from unmatched_stop u join charge_point c on c.tenant_id = u.tenant_id and c.id = u.charge_point_id
         where u.tenant_id = ${tenantId} ${siteId === undefined ? sql`` : sql`and c.site_id = ${siteId}`}
         order by u.received_at desc limit ${limit})
      ) as happened
      order by at desc, kind, charge_point_id limit ${limit}`),
  );
  return rows.map((raw) => {
    const { at, energyMwh, ...row } = Row.parse(raw);
    return { ...row, at: toInstantText(at), energyWh: energyMwh === null ? null : String(energyMwh / 1000) };
  });
}
