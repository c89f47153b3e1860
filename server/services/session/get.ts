import type { z } from "zod";
import { session } from "../../../db/schema/charging.ts";
import { notFound } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { isPermitted, requirePermission } from "../permissions.ts";
import { type GetSessionInput, ofSession, SESSION_COLUMNS } from "./load.ts";
import { type SessionView, toSessionView } from "./session-view.ts";

/** One session. @throws AppError `notFound`. */
export async function getSession(ctx: ServiceContext, input: z.infer<typeof GetSessionInput>): Promise<SessionView> {
  requirePermission(ctx, "session.read");
  const [row] = await transact(ctx, (tx) =>
    tx.select(SESSION_COLUMNS).from(session).where(ofSession(ctx.tenantId, input.sessionId)),
  );
  if (!row) throw notFound("Session");
  return toSessionView(row, isPermitted(ctx.actor, "idToken.read"));
}
