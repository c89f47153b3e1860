import { and, asc, eq, gt, ilike, or } from "drizzle-orm";
import { z } from "zod";
import { ID_TOKEN_KINDS, ID_TOKEN_STATUSES, idToken } from "../../../db/schema/people.ts";
import { type ServiceContext, transact } from "../context.ts";
import { containsPattern, SearchText, StorableText } from "../fields.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { requirePermission } from "../permissions.ts";
import { type IdTokenView, toIdTokenView } from "./id-token-view.ts";

export const ListIdTokensInput = PageInput.extend({
  search: SearchText.optional().meta({ description: "Part of the token, its parent or label." }),
  status: z.enum(ID_TOKEN_STATUSES).optional(),
  driverId: z.uuid().optional(),
  kind: z.enum(ID_TOKEN_KINDS).optional(),
});

/** Id tokens in order of their text. */
export async function listIdTokens(
  ctx: ServiceContext,
  input: z.output<typeof ListIdTokensInput>,
): Promise<Page<IdTokenView>> {
  requirePermission(ctx, "idToken.read");
  const after = decodeCursor(input.cursor, z.tuple([StorableText]));
  const sortKey = idToken.tokenKey;
  const pattern = input.search === undefined ? null : containsPattern(input.search);
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(idToken)
      .where(
        and(
          eq(idToken.tenantId, ctx.tenantId),
          input.status === undefined ? undefined : eq(idToken.status, input.status),
          input.kind === undefined ? undefined : eq(idToken.kind, input.kind),
          input.driverId === undefined ? undefined : eq(idToken.driverId, input.driverId),
          pattern === null
            ? undefined
            : or(ilike(idToken.token, pattern), ilike(idToken.parentToken, pattern), ilike(idToken.label, pattern)),
          after ? gt(sortKey, after[0]) : undefined,
        ),
      )
      .orderBy(asc(sortKey))
      .limit(input.limit + 1),
  );
  return toPage(rows, input.limit, (row) => [row.token.toLowerCase()], toIdTokenView);
}
