import { CheckProviderInput, checkProvider } from "../../services/identity-provider/check.ts";
import {
  CreateProviderInput,
  createProvider,
  DeleteProviderInput,
  deleteProvider,
  listProviders,
  UpdateProviderInput,
  updateProvider,
} from "../../services/identity-provider/manage.ts";
import { redirectUriOf } from "../../services/identity-provider/sign-in.ts";
import { router, tenantProcedure } from "./trpc.ts";

export const identityProviderRouter = router({
  list: tenantProcedure.query(async ({ ctx }) => ({
    items: await listProviders(ctx.service),
    /** What to type into the provider; null where the installation does not know its own address. */
    redirectUri: ctx.visit.origin === null ? null : redirectUriOf(ctx.visit.origin),
  })),
  create: tenantProcedure
    .input(CreateProviderInput)
    .mutation(({ ctx, input }) => createProvider({ ...ctx.service, ...ctx.visit.account }, input)),
  update: tenantProcedure
    .input(UpdateProviderInput)
    .mutation(({ ctx, input }) => updateProvider({ ...ctx.service, ...ctx.visit.account }, input)),
  delete: tenantProcedure.input(DeleteProviderInput).mutation(({ ctx, input }) => deleteProvider(ctx.service, input)),
  check: tenantProcedure
    .input(CheckProviderInput)
    .mutation(({ ctx, input }) => checkProvider({ ...ctx.service, ...ctx.visit.account }, input)),
});
