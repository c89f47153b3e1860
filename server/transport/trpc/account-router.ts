import { z } from "zod";
import { endSessions } from "../../services/auth/end-sessions.ts";
import { listSessions } from "../../services/auth/list-sessions.ts";
import { personProcedure, router } from "./trpc.ts";

/** What is a person's own, in whatever company they are. */
export const accountRouter = router({
  sessions: personProcedure.query(async ({ ctx }) => {
    const rows = await listSessions(ctx.visit.deps, ctx.person);
    return rows.map((row) => ({ ...row, isThis: row.id === ctx.person.sessionId }));
  }),
  endSession: personProcedure
    .input(z.strictObject({ sessionId: z.uuid() }))
    .mutation(async ({ ctx, input }) => ({ ended: await endSessions(ctx.visit.deps, ctx.person, input) })),
  endOtherSessions: personProcedure.mutation(async ({ ctx }) => ({
    ended: await endSessions(ctx.visit.deps, ctx.person, { except: ctx.person.sessionId }),
  })),
});
