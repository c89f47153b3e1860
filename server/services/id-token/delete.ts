import type { z } from "zod";
import type { ServiceContext } from "../context.ts";
import type { GetIdTokenInput } from "./get.ts";
import type { IdTokenView } from "./id-token-view.ts";
import { updateIdToken } from "./update.ts";

/**
 * Takes an id token out of use. Its row stays, blocked: sessions and bills refer to it, and a card that is found again
 * must not count as unknown. Setting its status to accepted puts it back into use. @throws AppError `notFound`.
 */
export const deleteIdToken = (ctx: ServiceContext, input: z.infer<typeof GetIdTokenInput>): Promise<IdTokenView> =>
  updateIdToken(ctx, { idTokenId: input.idTokenId, status: "blocked" });
