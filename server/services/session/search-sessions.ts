import { SQL, sql } from "drizzle-orm";
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
 * From so many on, some have charged lately, most likely: the first sessions of all are looked through before, so many for
 * each hit that is wanted.
 */
const MANY_OWNERS = 20;
const NEAR_ROWS_EACH = 100;
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
  const { text, transactionId, ids } = readSearch(request.search);
  const owners = ownersOf(request, text);
  const found = await Promise.all(
    owners.map(({ all }) => tx.execute<{ id: string }>(sql`${all} limit ${MOST_OWNERS + 1}`)),
  );
  const ofId =
    ids &&
    sql`"session".started_at between ${ids.from.toISOString()}::timestamptz and ${ids.to.toISOString()}::timestamptz
      and "session".id between ${ids.first}::uuid and ${ids.last}::uuid`;
  const ofTransaction =
    transactionId !== null &&
    sql`("session".started_at, "session".id) = (select t.session_started_at, t.session_id
      from transaction_start t where t.tenant_id = ${tenantId} and t.transaction_id = ${transactionId})`;
  const others = [ofId, ofTransaction].filter((condition) => condition instanceof SQL);
  const ofCard = hasCards ? [sql`starts_with("session".id_token_key, ${text})`] : [];
  if (found.some(({ length }) => length > MANY_OWNERS)) {
    const near = await searchNear(tx, request, [...others, ...ofCard, ...owners.map(isOneOf)]);
    if (near.length === limit) return near;
  }
  const branches = [
    ...others.map((condition) => ofCondition(request, condition)),
    ...ofCard.map((condition) => ofCondition({ ...request, limit: Math.max(limit, FEWEST_CARDS) }, condition)),
    ...owners.map((owner, index) => ofOwners(request, owner, found[index]?.map(({ id }) => id) ?? [])),
  ];
  return read(tx, request, sql.join(branches, sql` union `));
}

/** Whose sessions a text may mean: all of them, and the session's column that names them. */
type Owners = { readonly column: SQL; readonly all: SQL };
const isOneOf = ({ column, all }: Owners): SQL => sql`${column} in (${all})`;

function ownersOf({ tenantId, hasCards }: SearchRequest, text: string): readonly Owners[] {
  const pattern = prefixPattern(text);
  const points = sql`select id from charge_point where tenant_id = ${tenantId} and identity_key like ${pattern}`;
  const drivers = sql`select id from driver where tenant_id = ${tenantId}
    and (lower(name) like ${pattern} or lower(name) like ${`% ${pattern}`})`;
  const byPoint = { column: sql`"session".charge_point_id`, all: points };
  return hasCards ? [byPoint, { column: sql`"session".driver_id`, all: drivers }] : [byPoint];
}

async function read(tx: Transaction, { order, limit }: SearchRequest, hits: SQL): Promise<readonly SessionKey[]> {
  const rows = await tx.execute<{ started_at: string; id: string }>(sql`
    select started_at, id from (${hits}) as hit
    order by started_at ${DIRECTION[order]}, id ${DIRECTION[order]} limit ${limit}`);
  return rows.map(({ started_at, id }) => ({ startedAt: new Date(started_at), id }));
}

/** The hits among the first sessions of all: where they are as many as asked for, they are the first ones of all hits. */
function searchNear(tx: Transaction, request: SearchRequest, any: readonly SQL[]): Promise<readonly SessionKey[]> {
  const { tenantId, condition, order, limit } = request;
  return read(
    tx,
    request,
    sql`select "session".started_at, "session".id from (
      select * from "session" where "session".tenant_id = ${tenantId} and ${condition}
      order by "session".started_at ${DIRECTION[order]}, "session".id ${DIRECTION[order]} limit ${limit * NEAR_ROWS_EACH}
    ) as "session" where ${sql.join([...any], sql` or `)}`,
  );
}

const ofCondition = ({ tenantId, condition, order, limit }: SearchRequest, where: SQL): SQL => sql`
  (select "session".started_at, "session".id from "session"
   where "session".tenant_id = ${tenantId} and ${where} and ${condition}
   order by "session".started_at ${DIRECTION[order]}, "session".id ${DIRECTION[order]} limit ${limit})`;

/** The sessions of some charge points or drivers. Where there are many, walking from the first session finds enough soon. */
function ofOwners(request: SearchRequest, owners: Owners, ids: readonly string[]): SQL {
  if (ids.length > MOST_OWNERS) return ofCondition(request, isOneOf(owners));
  const ofOne = ofCondition(request, sql`${owners.column} = owner.id`);
  return sql`(select s.started_at, s.id
    from unnest(${`{${ids.join(",")}}`}::text::uuid[]) as owner (id) cross join lateral ${ofOne} as s)`;
}
