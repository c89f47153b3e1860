import { createHash, randomUUID } from "node:crypto";
import { and, eq, lt, sql } from "drizzle-orm";
import { idempotencyKey } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { uuidv7Of } from "../../core/ids.ts";
import type { ServiceContext } from "../../services/context.ts";
import { problem } from "./problem.ts";
import { openSealedText, sealText } from "./sealed-text.ts";

/** How long the answer to a key is kept. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** Whoever works on a key says so this often; silent for this long, it is taken for dead. */
const RENEWED_EVERY_MS = 5_000;
const TAKEN_OVER_AFTER_MS = 20_000;
/** The claim of who has given up: as if silent for ever. */
const GIVEN_UP = new Date(0);

export type IdempotentRequest = {
  /** The Idempotency-Key header. */
  readonly key: string;
  /** Method, path and query. */
  readonly target: string;
  readonly body: Uint8Array;
  /** The API key's text: what is kept is sealed with it. */
  readonly secret: string;
};

type Row = typeof idempotencyKey.$inferSelect;

/**
 * Does the work of a POST once per key (IETF draft idempotency-key-header). A repeat with the same body gets the kept answer
 * (status, headers, body), one with another body 422, one while the first still runs 409 with Retry-After. A first attempt
 * whose process died is taken over once it has been silent for a while. That is safe because `ctx.newId` is the same for
 * every attempt: what an earlier one made is found, or collides, and is never made or sent a second time. A first answer
 * that refused (4xx) changed nothing and is not kept, so that the mended request may use the key again. One that was told to
 * come back (503) may do so at once, and takes over; where that could not be written, it is taken for dead like any other. One
 * that failed (500) is kept, since what it did is not known.
 */
export async function answerOnce(
  ctx: ServiceContext,
  request: IdempotentRequest,
  work: (ctx: ServiceContext) => Promise<Response>,
): Promise<Response> {
  const requestHash = createHash("sha256").update(request.target).update("\n").update(request.body).digest();
  const claim = randomUUID();
  const held = await claimKey(ctx, { key: request.key, requestHash, claim });
  if (!held) return problem("keyInUse", "Repeat the request.");
  if (held.claim !== claim) return answerAgain(held, requestHash, request.secret);

  const ours = and(ofKey(ctx, request.key), eq(idempotencyKey.claim, claim));
  const renewal = setInterval(() => {
    inTenant(ctx.db, ctx.tenantId, (tx) =>
      tx.update(idempotencyKey).set({ claimedAt: ctx.clock.now() }).where(ours),
    ).catch((error: unknown) => ctx.log.warn({ err: error }, "claim of an Idempotency-Key not renewed"));
  }, RENEWED_EVERY_MS);
  try {
    const answer = await work({ ...ctx, newId: idOf(held) });
    if (answer.status === 503) {
      // Often it is the database itself that was away: then it may be still.
      await inTenant(ctx.db, ctx.tenantId, (tx) =>
        tx.update(idempotencyKey).set({ claimedAt: GIVEN_UP }).where(ours),
      ).catch((error: unknown) => ctx.log.warn({ err: error }, "claim of an Idempotency-Key not given up"));
      return answer;
    }
    const text = await answer.clone().text();
    const isRefusal = held.attempts === 1 && answer.status >= 400 && answer.status < 500;
    await inTenant(ctx.db, ctx.tenantId, (tx) =>
      isRefusal
        ? tx.delete(idempotencyKey).where(ours)
        : tx
            .update(idempotencyKey)
            .set({
              status: answer.status,
              headers: Object.fromEntries(answer.headers),
              body: sealText(text, request.secret),
            })
            .where(ours),
    );
    return answer;
  } finally {
    clearInterval(renewal);
  }
}

const ofKey = (ctx: ServiceContext, key: string) =>
  and(
    eq(idempotencyKey.tenantId, ctx.tenantId),
    eq(idempotencyKey.apiKeyId, ctx.actor.id),
    eq(idempotencyKey.key, key),
  );

/** The key's row: with our claim when the work is ours to do; null when it went away between two looks. */
function claimKey(
  ctx: ServiceContext,
  { key, requestHash, claim }: { readonly key: string; readonly requestHash: Buffer; readonly claim: string },
): Promise<Row | null> {
  const now = ctx.clock.now();
  const before = (ms: number) => new Date(now.getTime() - ms);
  return inTenant(ctx.db, ctx.tenantId, async (tx) => {
    await tx
      .delete(idempotencyKey)
      .where(and(eq(idempotencyKey.tenantId, ctx.tenantId), lt(idempotencyKey.createdAt, before(KEPT_MS))));
    const [claimed] = await tx
      .insert(idempotencyKey)
      .values({
        tenantId: ctx.tenantId,
        apiKeyId: ctx.actor.id,
        key,
        requestHash,
        claim,
        claimedAt: now,
        createdAt: now,
      })
      .onConflictDoUpdate({
        target: [idempotencyKey.tenantId, idempotencyKey.apiKeyId, idempotencyKey.key],
        set: { claim, claimedAt: now, attempts: sql`${idempotencyKey.attempts} + 1` },
        setWhere: sql`${idempotencyKey.status} is null
          and ${idempotencyKey.claimedAt} < ${before(TAKEN_OVER_AFTER_MS).toISOString()}::timestamptz
          and ${idempotencyKey.requestHash} = excluded.request_hash`,
      })
      .returning();
    if (claimed) return claimed;
    const [row] = await tx.select().from(idempotencyKey).where(ofKey(ctx, key));
    return row ?? null;
  });
}

/** One id for all attempts of a request; another one when the key is used anew after its answer has run out. */
const idOf = ({ tenantId, apiKeyId, key, createdAt }: Row): string =>
  uuidv7Of(createdAt.getTime(), createHash("sha256").update(`${tenantId}/${apiKeyId}/${key}`).digest());

function answerAgain(first: Row, requestHash: Buffer, secret: string): Response {
  if (!requestHash.equals(first.requestHash)) {
    return problem("keyReused", "This Idempotency-Key belongs to a request with other contents.");
  }
  if (first.status === null || first.body === null) {
    return problem("keyInUse", "The answer to the first request is not there yet.");
  }
  return new Response(openSealedText(first.body, secret), {
    status: first.status,
    headers: { ...first.headers, "idempotency-replayed": "true" },
  });
}
