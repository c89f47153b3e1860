import {
  ChangeRoleInput,
  changeRole,
  RemoveMemberInput,
  removeMember,
} from "../../services/member/change-membership.ts";
import {
  InviteMemberInput,
  inviteMember,
  WithdrawInvitationInput,
  withdrawInvitation,
} from "../../services/member/invite.ts";
import { listMembers } from "../../services/member/list.ts";
import { RequireSecondFactorInput, requireSecondFactor } from "../../services/member/require-second-factor.ts";
import { ResetFactorsInput, resetFactors } from "../../services/member/reset-factors.ts";
import { router, tenantProcedure } from "./trpc.ts";

export const memberRouter = router({
  list: tenantProcedure.query(({ ctx }) => listMembers(ctx.service)),
  invite: tenantProcedure.input(InviteMemberInput).mutation(({ ctx, input }) => {
    const { account, origin, home, base } = ctx.visit;
    return inviteMember(ctx.service, { faces: account.faces, origin, home, base }, input);
  }),
  withdraw: tenantProcedure
    .input(WithdrawInvitationInput)
    .mutation(({ ctx, input }) => withdrawInvitation(ctx.service, input)),
  changeRole: tenantProcedure.input(ChangeRoleInput).mutation(({ ctx, input }) => changeRole(ctx.service, input)),
  remove: tenantProcedure.input(RemoveMemberInput).mutation(({ ctx, input }) => removeMember(ctx.service, input)),
  requireSecondFactor: tenantProcedure
    .input(RequireSecondFactorInput)
    .mutation(({ ctx, input }) => requireSecondFactor(ctx.service, input)),
  resetFactors: tenantProcedure
    .input(ResetFactorsInput)
    .mutation(({ ctx, input }) => resetFactors({ ...ctx.service, faces: ctx.visit.account.faces }, input)),
});
