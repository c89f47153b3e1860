import { z } from "zod";
import { ChangePasswordInput, changePassword } from "../../services/account/change-password.ts";
import type { AccountContext } from "../../services/account/context.ts";
import { RenameInput, renamePerson } from "../../services/account/rename.ts";
import { endSessions } from "../../services/auth/end-sessions.ts";
import { listSessions } from "../../services/auth/list-sessions.ts";
import type { Verified } from "../../services/auth/verify-session.ts";
import { AddPasskeyInput, addPasskey, beginPasskey } from "../../services/passkey/register.ts";
import { RemovePasskeyInput, removePasskey } from "../../services/passkey/remove.ts";
import { getFactors } from "../../services/second-factor/get.ts";
import { RemoveTotpInput, removeTotp } from "../../services/second-factor/remove-totp.ts";
import { renewCodes } from "../../services/second-factor/renew-codes.ts";
import { beginTotp, ConfirmTotpInput, confirmTotp } from "../../services/second-factor/set-up-totp.ts";
import { ShowFactorInput, showFactor } from "../../services/second-factor/show.ts";
import type { Visit } from "../../services/visit.ts";
import { anyPersonProcedure, ownAccountProcedure, personProcedure, router } from "./trpc.ts";

const contextOf = ({ visit, person }: { visit: Visit; person: Verified }): AccountContext => ({
  ...visit.deps,
  ...visit.account,
  ...{ person, face: visit.face, origin: visit.origin },
});

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
  /** The second step of signing in, so open to who has only done the first. */
  showFactor: anyPersonProcedure.input(ShowFactorInput).mutation(({ ctx, input }) => showFactor(contextOf(ctx), input)),
  factors: ownAccountProcedure.query(({ ctx }) => getFactors(contextOf(ctx))),
  rename: ownAccountProcedure.input(RenameInput).mutation(({ ctx, input }) => renamePerson(contextOf(ctx), input)),
  changePassword: ownAccountProcedure
    .input(ChangePasswordInput)
    .mutation(({ ctx, input }) => changePassword(contextOf(ctx), input)),
  beginTotp: ownAccountProcedure.mutation(({ ctx }) => beginTotp(contextOf(ctx))),
  confirmTotp: ownAccountProcedure
    .input(ConfirmTotpInput)
    .mutation(({ ctx, input }) => confirmTotp(contextOf(ctx), input)),
  removeTotp: ownAccountProcedure
    .input(RemoveTotpInput)
    .mutation(({ ctx, input }) => removeTotp(contextOf(ctx), input)),
  renewRecoveryCodes: ownAccountProcedure.mutation(({ ctx }) => renewCodes(contextOf(ctx))),
  beginPasskey: ownAccountProcedure.mutation(({ ctx }) => beginPasskey(contextOf(ctx))),
  addPasskey: ownAccountProcedure
    .input(AddPasskeyInput)
    .mutation(({ ctx, input }) => addPasskey(contextOf(ctx), input)),
  removePasskey: ownAccountProcedure
    .input(RemovePasskeyInput)
    .mutation(({ ctx, input }) => removePasskey(contextOf(ctx), input)),
});
