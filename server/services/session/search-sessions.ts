import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "../../../db/tenancy.ts";
import { prefixPattern } from "../fields.ts";
import type { SessionOrder } from "./list.ts";
import { readSearch } from "./read-search.ts";

export type SearchRequest = {
  readonly tenantId: string;
  readonly search: string;
  /** Cards and drivers are looked through only for who may see them: a hit would tell. */
  readonly hasCards: boolean;
  /** What holds for each hit, over the table `session`. */
  readonly condition: SQL;
  /** Which are the first of them. */
  readonly order: SessionOrder;
  readonly limit: number;
};

export type SessionKey = { readonly startedAt: Date; readonly id: string };

/** Up to so many charge points or drivers are asked one by one for their first sessions, each by an index. */
const MOST_OWNERS = 200;
/**
 * For a few rows the planner walks from the first session and hopes to meet the card soon, through half of the table for a
 * rare one. For so many it takes the card's index, unless the beginning of a card is so common that walking is right.
 */
const FEWEST_CARDS = 2_000;
const DIRECTION = { newest: sql`desc`, oldest: sql`asc` } as const satisfies Record<SessionOrder, SQL>;

/**
 * The first sessions that a text may mean: the beginning of an id, card, charge point's identity or driver's name (of any
 * of its words), or a transaction id. Each meaning is one branch with an index of its own and its own limit, so that the
 * rare and the common both end early.
 */
export async function searchSessions(tx: Transaction, request: SearchRequest): Promise<readonly SessionKey[]> {
  const { tenantId, hasCards, limit } = request;
  const direction = DIRECTION[request.order];
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
    const cards = sql`starts_with("session".id_token_key, ${text})`;
    branches.push(ofCondition({ ...request, limit: Math.max(limit, FEWEST_CARDS) }, cards));
    const drivers = sql`select id from driver where tenant_id = ${tenantId}
      and (lower(name) like ${pattern} or lower(name) like ${`% ${pattern}`})`;
    branches.push(await ofOwners(tx, request, sql`"session".driver_id`, drivers));
  }
  const rows = await tx.execute<{ started_at: string; id: string }>(sql`
    select started_at, id from (${sql.join(branches, sql` union `)}) as hit
    order by started_at ${direction}, id ${direction} limit ${limit}`);
  return rows.map(({ started_at, id }) => ({ startedAt: new Date(started_at), id }));
}

const ofCondition = ({ tenantId, condition, order, limit }: SearchRequest, where: SQL): SQL => sql`
  (select "session".started_at, "session".id from "session"
   where "session".tenant_id = ${tenantId} and ${where} and ${condition}
   order by "session".started_at ${DIRECTION[order]}, "session".id ${DIRECTION[order]} limit ${limit})`;

/** The sessions of some charge points or drivers. Where there are many, walking from the first session finds enough soon. */
async function ofOwners(tx: Transaction, request: SearchRequest, column: SQL, owners: SQL): Promise<SQL> {
  const found = await tx.execute<{ id: string }>(sql`${owners} limit ${MOST_OWNERS + 1}`);
  if (found.length > MOST_OWNERS) return ofCondition(request, sql`${column} in (${owners})`);
  const ids = `{${found.map(({ id }) => id).join(",")}}`;
  const ofOne = ofCondition(request, sql`${column} = owner.id`);
  return sql`(select s.started_at, s.id from unnest(${ids}::text::uuid[]) as owner (id) cross join lateral ${ofOne} as s)`;
}
