import { initTRPC } from "@trpc/server";
import superjson from "superjson";

const { procedure, router } = initTRPC.create({ transformer: superjson });

export const appRouter = router({
  /** Answers whenever the web role is up. */
  ping: procedure.query(() => ({ ok: true })),
});

export type AppRouter = typeof appRouter;
