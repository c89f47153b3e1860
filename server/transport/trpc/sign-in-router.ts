import { findInvitation, InvitationInput } from "../../services/auth/accept-invitation.ts";
import { requestOfficeLink } from "../../services/auth/request-office-link.ts";
import { RequestResetInput, requestPasswordReset } from "../../services/auth/request-password-reset.ts";
import { RequestLinkInput } from "../../services/auth/request-sign-in-link.ts";
import { ResetPasswordInput, resetPassword } from "../../services/auth/reset-password.ts";
import { beginPasskeySignIn } from "../../services/passkey/sign-in.ts";
import { placeProcedure, publicProcedure, router } from "./trpc.ts";

/** What somebody may ask who is not signed in yet. */
export const signInRouter = router({
  requestLink: placeProcedure
    .input(RequestLinkInput)
    .mutation(({ ctx, input }) => ctx.visit.requestLink(ctx.place, ctx.visit, input)),
  requestOfficeLink: publicProcedure
    .input(RequestLinkInput)
    .mutation(({ ctx, input }) => requestOfficeLink(ctx.visit, input)),
  requestReset: publicProcedure.input(RequestResetInput).mutation(async ({ ctx, input }) => {
    const { deps, account, ...visit } = ctx.visit;
    await requestPasswordReset({ ...deps, ...account, ...visit }, input);
  }),
  resetPassword: publicProcedure.input(ResetPasswordInput).mutation(({ ctx, input }) => {
    const { deps, account, face } = ctx.visit;
    return resetPassword({ ...deps, ...account, face }, input);
  }),
  invitation: publicProcedure
    .input(InvitationInput)
    .mutation(({ ctx, input }) => findInvitation({ ...ctx.visit.deps, ...ctx.visit.account }, input)),
  beginPasskey: publicProcedure.mutation(({ ctx }) =>
    beginPasskeySignIn({ ceremonies: ctx.visit.account.ceremonies, origin: ctx.visit.origin }),
  ),
});
