import { RequestLinkInput } from "../../services/auth/request-sign-in-link.ts";
import { placeProcedure, router } from "./trpc.ts";

/** What somebody may ask who is not signed in yet. */
export const signInRouter = router({
  requestLink: placeProcedure
    .input(RequestLinkInput)
    .mutation(({ ctx, input }) => ctx.visit.requestLink(ctx.place, ctx.visit, input)),
});
