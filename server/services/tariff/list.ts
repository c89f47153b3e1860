import { and, asc, eq, gt, isNull } from "drizzle-orm";
import { z } from "zod";
import { tariff } from "../../../db/schema/money.ts";
import { type ServiceContext, transact } from "../context.ts";
import { StorableText } from "../fields.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { requirePermission } from "../permissions.ts";
import { loadVersions } from "./load.ts";
import { type TariffView, toTariffView } from "./tariff-view.ts";

export const ListTariffsInput = PageInput.extend({
  retired: z.stringbool().or(z.boolean()).default(false).meta({ description: "true: retired ones too." }),
});

/** Tariffs in order of their names, each with its newest version and the one that holds now. */
export async function listTariffs(
  ctx: ServiceContext,
  input: z.output<typeof ListTariffsInput>,
): Promise<Page<TariffView>> {
  requirePermission(ctx, "tariff.read");
  const after = decodeCursor(input.cursor, z.tuple([StorableText]));
  return transact(ctx, async (tx) => {
    const rows = await tx
      .select()
      .from(tariff)
      .where(
        and(
          eq(tariff.tenantId, ctx.tenantId),
          input.retired ? undefined : isNull(tariff.retiredAt),
          after ? gt(tariff.name, after[0]) : undefined,
        ),
      )
      .orderBy(asc(tariff.name))
      .limit(input.limit + 1);
    const ids = rows.map(({ id }) => id);
    const versionsOf = await loadVersions(tx, ctx.tenantId, ids, ctx.clock.now());
    return toPage(
      rows,
      input.limit,
      (row) => [row.name],
      (row) => toTariffView(row, versionsOf(row.id)),
    );
  });
}
