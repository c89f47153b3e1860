import { and, asc, eq, exists, ilike, isNotNull, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import { driver, idToken } from "../../../db/schema/people.ts";
import { type ServiceContext, transact } from "../context.ts";
import { containsPattern, SearchText, StorableText } from "../fields.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { isPermitted, requirePermission } from "../permissions.ts";
import { type DriverView, toDriverView } from "./driver-view.ts";

export const ListDriversInput = PageInput.extend({
  search: SearchText.optional().meta({ description: "Part of name, e-mail address or phone; or a token of theirs." }),
  blocked: z.boolean().optional(),
});

/** Drivers in order of their names. Who may not see cards does not find drivers by them. */
export async function listDrivers(
  ctx: ServiceContext,
  input: z.output<typeof ListDriversInput>,
): Promise<Page<DriverView>> {
  requirePermission(ctx, "driver.read");
  const after = decodeCursor(input.cursor, z.tuple([StorableText, z.uuid()]));
  const rows = await transact(ctx, (tx) => {
    const pattern = input.search === undefined ? null : containsPattern(input.search);
    const hasCard = (text: string) =>
      exists(
        tx
          .select({ one: sql`1` })
          .from(idToken)
          .where(
            and(
              eq(idToken.tenantId, ctx.tenantId),
              eq(idToken.driverId, driver.id),
              eq(idToken.tokenKey, text.toLowerCase()),
            ),
          ),
      );
    return tx
      .select()
      .from(driver)
      .where(
        and(
          eq(driver.tenantId, ctx.tenantId),
          input.blocked === undefined ? undefined : (input.blocked ? isNotNull : isNull)(driver.blockedAt),
          pattern === null || input.search === undefined
            ? undefined
            : or(
                ilike(driver.name, pattern),
                ilike(driver.email, pattern),
                ilike(driver.phone, pattern),
                isPermitted(ctx.actor, "idToken.read") ? hasCard(input.search) : undefined,
              ),
          after ? sql`(${driver.name}, ${driver.id}) > (${after[0]}, ${after[1]}::uuid)` : undefined,
        ),
      )
      .orderBy(asc(driver.name), asc(driver.id))
      .limit(input.limit + 1);
  });
  return toPage(rows, input.limit, (row) => [row.name, row.id], toDriverView);
}
