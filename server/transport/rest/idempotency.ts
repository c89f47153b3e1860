import { createHash } from "node:crypto";
import { and, eq, lt } from "drizzle-orm";
import { idempotencyKey } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";
import type { ServiceContext } from "../../services/context.ts";
import { problem } from "./problem.ts";
import { openSealedText, sealText } from "./sealed-text.ts";

/** How long the answer to a key is kept. */
const KEPT_MS = 24 * 60 * 60 * 1000;

export type IdempotentRequest = {
  /** The Idempotency-Key header. */
  readonly key: string;
  /** Method, path and query. */
  readonly target: string;
  readonly body: Uint8Array;
  /** The API key's text: what is kept is sealed with it. */
  readonly secret: string;
};

/**
 * Does the work of a POST once per key. A repeat with the same body gets the kept answer, one with another body 422, one
 * while the first still runs 409. An answer that refused (4xx) changed nothing and is not kept, so that the mended request
 * may use the key again; one that failed (5xx) is kept, since what it did is not known.
 */
export async function answerOnce(
  ctx: ServiceContext,
  request: IdempotentRequest,
  work: () => Promise<Response>,
): Promise<Response> {
  const requestHash = createHash("sha256").update(request.target).update("\n").update(request.body).digest();
  const ofKey = and(
    eq(idempotencyKey.tenantId, ctx.tenantId),
    eq(idempotencyKey.apiKeyId, ctx.actor.id),
    eq(idempotencyKey.key, request.key),
  );
  const now = ctx.clock.now();
  const first = await inTenant(ctx.db, ctx.tenantId, async (tx) => {
    const expired = new Date(now.getTime() - KEPT_MS);
    await tx
      .delete(idempotencyKey)
      .where(and(eq(idempotencyKey.tenantId, ctx.tenantId), lt(idempotencyKey.createdAt, expired)));
    const claimed = await tx
      .insert(idempotencyKey)
      .values({
        tenantId: ctx.tenantId,
        apiKeyId: ctx.actor.id,
        key: request.key,
        requestHash,
        createdAt: now,
      })
      .onConflictDoNothing()
      .returning({ key: idempotencyKey.key });
    if (claimed.length > 0) return null;
    const [row] = await tx.select().from(idempotencyKey).where(ofKey);
    return row ?? "gone";
  });
  if (first === "gone") return problem("keyInUse", "Repeat the request.");
  if (first) return answerAgain(first, requestHash, request.secret);

  const answer = await work();
  const text = await answer.clone().text();
  await inTenant(ctx.db, ctx.tenantId, (tx) =>
    answer.status >= 400 && answer.status < 500
      ? tx.delete(idempotencyKey).where(ofKey)
      : tx
          .update(idempotencyKey)
          .set({
            status: answer.status,
            headers: Object.fromEntries(answer.headers),
            body: sealText(text, request.secret),
          })
          .where(ofKey),
  );
  return answer;
}

function answerAgain(first: typeof idempotencyKey.$inferSelect, requestHash: Buffer, secret: string): Response {
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
