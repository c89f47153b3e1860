import { and, eq, ne, or, sql } from "drizzle-orm";
import type { Database } from "../../../db/client.ts";
import { session } from "../../../db/schema/charging.ts";
import { idToken as idTokenTable } from "../../../db/schema/people.ts";
import { tenant } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";

export type IdTokenVerdict = "accepted" | "blocked" | "expired" | "unknown" | "concurrent";

export type IdTokenDecision = {
  readonly verdict: IdTokenVerdict;
  readonly idTokenId: string | null;
  readonly driverId: string | null;
  readonly parentToken: string | null;
  readonly expiresAt: Date | null;
};

const UNKNOWN = { idTokenId: null, driverId: null, parentToken: null, expiresAt: null } as const;

/** The start that is being judged: the same one heard before is not a second transaction. */
export type JudgedStart = {
  readonly chargePointId: string;
  readonly connectorNumber: number;
};

export type IdTokenRequest = {
  readonly tenantId: string;
  readonly idToken: string;
  readonly at: Date;
  readonly start?: JudgedStart;
};

/**
 * What an id token is worth at an instant. Tokens are compared without regard to case (CiString20). With `start` it is
 * also judged whether the token already charges elsewhere (ConcurrentTx: relevant for StartTransaction only, 7.2).
 */
export function decideIdToken(db: Database, request: IdTokenRequest): Promise<IdTokenDecision> {
  const { tenantId, start } = request;
  const folded = request.idToken.toLowerCase();
  return inTenant(db, tenantId, async (tx) => {
    const [found] = await tx
      .select()
      .from(idTokenTable)
      .where(and(eq(idTokenTable.tenantId, tenantId), eq(sql`lower(${idTokenTable.token})`, folded)));
    if (!found) {
      const [rule] = await tx
        .select({ accept: tenant.acceptUnknownIdTokens })
        .from(tenant)
        .where(eq(tenant.id, tenantId));
      return { verdict: rule?.accept ? "accepted" : "unknown", ...UNKNOWN };
    }
    const about = {
      idTokenId: found.id,
      driverId: found.driverId,
      parentToken: found.parentToken,
      expiresAt: found.expiresAt,
    };
    if (found.status === "blocked") return { verdict: "blocked", ...about };
    if (found.expiresAt && found.expiresAt <= request.at) return { verdict: "expired", ...about };
    if (start && !found.allowConcurrent) {
      const [other] = await tx
        .select({ id: session.id })
        .from(session)
        .where(
          and(
            eq(session.tenantId, tenantId),
            eq(sql`lower(${session.idToken})`, folded),
            eq(session.state, "active"),
            // A new start on the same connector replaces what ran there; it is not a second one.
            or(ne(session.chargePointId, start.chargePointId), ne(session.connectorNumber, start.connectorNumber)),
          ),
        )
        .limit(1);
      if (other) return { verdict: "concurrent", ...about };
    }
    return { verdict: "accepted", ...about };
  });
}
