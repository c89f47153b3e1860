import { CreateIdTokenInput, createIdToken } from "../../services/id-token/create.ts";
import { deleteIdToken } from "../../services/id-token/delete.ts";
import { GetIdTokenInput, getIdToken } from "../../services/id-token/get.ts";
import { ImportIdTokensInput, importIdTokens } from "../../services/id-token/import.ts";
import { ListIdTokensInput, listIdTokens } from "../../services/id-token/list.ts";
import { UpdateIdTokenInput, updateIdToken } from "../../services/id-token/update.ts";
import { listInput, router, tenantProcedure } from "./trpc.ts";

export const idTokenRouter = router({
  list: tenantProcedure.input(listInput(ListIdTokensInput)).query(({ ctx, input }) => listIdTokens(ctx.service, input)),
  get: tenantProcedure.input(GetIdTokenInput).query(({ ctx, input }) => getIdToken(ctx.service, input)),
  create: tenantProcedure.input(CreateIdTokenInput).mutation(({ ctx, input }) => createIdToken(ctx.service, input)),
  import: tenantProcedure.input(ImportIdTokensInput).mutation(({ ctx, input }) => importIdTokens(ctx.service, input)),
  update: tenantProcedure.input(UpdateIdTokenInput).mutation(({ ctx, input }) => updateIdToken(ctx.service, input)),
  delete: tenantProcedure.input(GetIdTokenInput).mutation(({ ctx, input }) => deleteIdToken(ctx.service, input)),
});
