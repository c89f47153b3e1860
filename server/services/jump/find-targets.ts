import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { JUMP_KINDS, type JumpTarget } from "../../core/jump-target.ts";
import { type ServiceContext, transact } from "../context.ts";
import { containsPattern, SearchText } from "../fields.ts";
import { isPermitted, type Permission, requirePermission } from "../permissions.ts";
import { readSearch, type SessionSearch } from "../session/read-search.ts";

export const FindTargetsInput = z.strictObject({ text: SearchText });

/** Of each kind: whoever wants more goes to its list. */
const MOST_OF_A_KIND = 5;

const Row = z.object({
  kind: z.enum(JUMP_KINDS),
  id: z.uuid(),
  title: z.string(),
  detail: z.string().nullable(),
});

/** What a kind is found by: a select of id, title and detail; and what one must be allowed to find it. */
type Search = {
  readonly kind: JumpTarget["kind"];
  readonly permission: Permission;
  readonly select: (of: { tenantId: string; pattern: string; typed: SessionSearch; key: string }) => SQL;
};

const SEARCHES: readonly Search[] = [
  {
    kind: "chargePoint",
    permission: "chargePoint.read",
    select: ({ tenantId, pattern, key }) => sql`
      select c.id, c.identity as title, coalesce(c.name, s.name) as detail from charge_point c
      left join site s on s.tenant_id = c.tenant_id and s.id = c.site_id
      where c.tenant_id = ${tenantId} and c.retired_at is null
        and (c.identity ilike ${pattern} or c.name ilike ${pattern} or c.serial_number ilike ${pattern}
          or c.id in (select charge_point_id from evse
                      where tenant_id = ${tenantId} and starts_with(evse_key, ${key.replaceAll("*", "")})))`,
  },
  {
    kind: "session",
    permission: "session.read",
    select: ({ tenantId, typed: { ids, transactionId } }) => sql`
      select s.id, coalesce(s.site_name || ', ', '') || s.charge_point_identity as title, s.started_at::text as detail
      from session s where s.tenant_id = ${tenantId}
        and ${
          ids === null
            ? sql`false`
            : sql`s.started_at between ${ids.from.toISOString()}::timestamptz and ${ids.to.toISOString()}::timestamptz
                and s.id between ${ids.first}::uuid and ${ids.last}::uuid`
        }
      union all
      select s.id, coalesce(s.site_name || ', ', '') || s.charge_point_identity, s.started_at::text
      from transaction_start t join session s
        on s.tenant_id = t.tenant_id and s.started_at = t.session_started_at and s.id = t.session_id
      where t.tenant_id = ${tenantId} and t.transaction_id = ${transactionId ?? -1}`,
  },
  {
    kind: "site",
    permission: "chargePoint.read",
    select: ({ tenantId, pattern }) => sql`
      select id, name as title, city as detail from site
      where tenant_id = ${tenantId} and (name ilike ${pattern} or city ilike ${pattern} or address ilike ${pattern})`,
  },
  {
    kind: "driver",
    permission: "driver.read",
    select: ({ tenantId, pattern }) => sql`
      select id, name as title, email as detail from driver
      where tenant_id = ${tenantId} and (name ilike ${pattern} or email ilike ${pattern} or phone ilike ${pattern})`,
  },
  {
    kind: "idToken",
    permission: "idToken.read",
    select: ({ tenantId, key }) => sql`
      select id, token as title, label as detail from id_token
      where tenant_id = ${tenantId} and starts_with(token_key, ${key})`,
  },
  {
    kind: "tariff",
    permission: "tariff.read",
    select: ({ tenantId, pattern }) => sql`
      select id, name as title, null::text as detail from tariff
      where tenant_id = ${tenantId} and retired_at is null and name ilike ${pattern}`,
  },
];

/**
 * Where a typed or pasted name, number or id may lead: what is called exactly so first, then what begins so, and of each kind a
 * few. Kinds that the actor may not read are not looked for.
 */
export async function findTargets(
  ctx: ServiceContext,
  { text }: z.output<typeof FindTargetsInput>,
): Promise<readonly JumpTarget[]> {
  requirePermission(ctx, "chargePoint.read");
  const searches = SEARCHES.filter(({ permission }) => isPermitted(ctx.actor, permission));
  const key = text.trim().toLowerCase();
  const of = { tenantId: ctx.tenantId, pattern: containsPattern(text.trim()), typed: readSearch(text), key };
  const rank = sql`case when lower(title) = ${key} then 0 when starts_with(lower(title), ${key}) then 1 else 2 end`;
  const found = searches.map(
    ({ kind, select }, index) => sql`
      (select ${kind}::text as kind, ${index}::int as place, id, title, detail, ${rank} as rank
       from (${select(of)}) as found order by rank, title limit ${MOST_OF_A_KIND})`,
  );
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`select kind, id, title, detail from (${sql.join(found, sql` union all `)}) as targets
      order by rank, place, title`),
  );
  return rows.map((row) => Row.parse(row));
}
