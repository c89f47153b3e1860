import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "../../../db/tenancy.ts";
import { prefixPattern } from "../fields.ts";
import { readSearch } from "./read-search.ts";

export type SearchRequest = {
  readonly tenantId: string;
  readonly search: string;
  /** Cards and drivers are looked through only for who may see them: a hit would tell. */
  readonly hasCards: boolean;
  /** What holds for each hit, over the table `session`. */
  readonly condition: SQL;
  readonly limit: number;
};

export type SessionKey = { readonly startedAt: Date; readonly id: string };

/** Up to so many charge points or drivers are asked one by one for their newest sessions, each by an index. */
const MOST_OWNERS = 200;
const NEWEST_FIRST = sql`order by "session".started_at desc, "session".id desc`;

/**
 * The newest sessions that a text may mean: the beginning of an id, card, charge point's identity or driver's name (of any
 * of its words), or a transaction id. Each meaning is one branch with an index of its own and its own limit, so that the
 * rare and the common both end early.
 */
export async function searchSessions(tx: Transaction, request: SearchRequest): Promise<readonly SessionKey[]> {
  const { tenantId, hasCards, limit } = request;
  const { text, transactionId, ids } = readSearch(request.search);
  const pattern = prefixPattern(text);
  const branches: SQL[] = [];
  const branch = (where: SQL) => branches.push(ofCondition(request, where));
  if (ids) {
    branch(sql`"session".started_at between ${ids.from.toISOString()}::timestamptz and ${ids.to.toISOString()}::timestamptz
      and "session".id between ${ids.first}::uuid and ${ids.last}::uuid`);
  }
  if (transactionId !== null) {
    branch(sql`("session".started_at, "session".id) = (select t.session_started_at, t.session_id
      from transaction_start t where t.tenant_id = ${tenantId} and t.transaction_id = ${transactionId})`);
  }
  const points = sql`select id from charge_point where tenant_id = ${tenantId} and identity_key like ${pattern}`;
  branches.push(await ofOwners(tx, request, sql`"session".charge_point_id`, points));
  if (hasCards) {
    branch(sql`starts_with("session".id_token_key, ${text})`);
    const drivers = sql`select id from driver where tenant_id = ${tenantId}
      and (lower(name) like ${pattern} or lower(name) like ${`% ${pattern}`})`;
    branches.push(await ofOwners(tx, request, sql`"session".driver_id`, drivers));
  }
  const rows = await tx.execute<{ started_at: string; id: string }>(sql`
    select started_at, id from (${sql.join(branches, sql` union `)}) as hit
    order by started_at desc, id desc limit ${limit}`);
  return rows.map(({ started_at, id }) => ({ startedAt: new Date(started_at), id }));
}

const ofCondition = ({ tenantId, condition, limit }: SearchRequest, where: SQL): SQL => sql`
  (select "session".started_at, "session".id from "session"
   where "session".tenant_id = ${tenantId} and ${where} and ${condition} ${NEWEST_FIRST} limit ${limit})`;

/** The sessions of some charge points or drivers. Where there are many, walking from the newest session finds enough soon. */
async function ofOwners(tx: Transaction, request: SearchRequest, column: SQL, owners: SQL): Promise<SQL> {
  const found = await tx.execute<{ id: string }>(sql`${owners} limit ${MOST_OWNERS + 1}`);
  if (found.length > MOST_OWNERS) return ofCondition(request, sql`${column} in (${owners})`);
  const ids = `{${found.map(({ id }) => id).join(",")}}`;
  const newest = ofCondition(request, sql`${column} = owner.id`);
  return sql`(select s.started_at, s.id from unnest(${ids}::text::uuid[]) as owner (id) cross join lateral ${newest} as s)`;
}
