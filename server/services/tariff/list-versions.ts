import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import { tariffVersion } from "../../../db/schema/money.ts";
import { type ServiceContext, transact } from "../context.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { requirePermission } from "../permissions.ts";
import { loadTariff } from "./load.ts";
import { type TariffVersionView, toTariffVersionView } from "./tariff-view.ts";

export const ListTariffVersionsInput = PageInput.extend({ tariffId: z.uuid() });

/** A tariff's versions, newest first. @throws AppError `notFound`. */
export async function listTariffVersions(
  ctx: ServiceContext,
  input: z.output<typeof ListTariffVersionsInput>,
): Promise<Page<TariffVersionView>> {
  requirePermission(ctx, "tariff.read");
  const before = decodeCursor(input.cursor, z.tuple([z.string().regex(/^\d{1,9}$/)]));
  return transact(ctx, async (tx) => {
    const { id } = await loadTariff(tx, ctx.tenantId, input.tariffId);
    const rows = await tx
      .select()
      .from(tariffVersion)
      .where(
        and(
          eq(tariffVersion.tenantId, ctx.tenantId),
          eq(tariffVersion.tariffId, id),
          before ? lt(tariffVersion.version, Number(before[0])) : undefined,
        ),
      )
      .orderBy(desc(tariffVersion.version))
      .limit(input.limit + 1);
    return toPage(rows, input.limit, (row) => [String(row.version)], toTariffVersionView);
  });
}
