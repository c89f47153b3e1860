import { CreateApiKeyInput, createApiKey } from "../../services/api-key/create.ts";
import { ListApiKeysInput, listApiKeys } from "../../services/api-key/list.ts";
import { RevokeApiKeyInput, revokeApiKey } from "../../services/api-key/revoke.ts";
import { listInput, router, tenantProcedure } from "./trpc.ts";

export const apiKeyRouter = router({
  list: tenantProcedure.input(listInput(ListApiKeysInput)).query(({ ctx, input }) => listApiKeys(ctx.service, input)),
  create: tenantProcedure.input(CreateApiKeyInput).mutation(({ ctx, input }) => createApiKey(ctx.service, input)),
  revoke: tenantProcedure.input(RevokeApiKeyInput).mutation(({ ctx, input }) => revokeApiKey(ctx.service, input)),
});
