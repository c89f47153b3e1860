import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import { auditEntry } from "../../../db/schema/tenants.ts";
import { type ServiceContext, transact } from "../context.ts";
import { InstantText, StorableText, toInstantText } from "../fields.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { requirePermission } from "../permissions.ts";

export const ListAuditInput = PageInput.extend({
  action: StorableText.min(1).max(100).optional(),
  subjectType: StorableText.min(1).max(50).optional(),
  subjectId: StorableText.min(1).max(100).optional(),
});

export const AuditEntryView = z
  .object({
    id: z.uuid(),
    at: InstantText,
    actor: z.object({ kind: z.string(), id: z.string(), name: z.string().optional() }),
    action: z.string(),
    subjectType: z.string(),
    subjectId: z.string(),
    detail: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntryView = z.infer<typeof AuditEntryView>;

/** Who did what, newest first. */
export async function listAudit(
  ctx: ServiceContext,
  input: z.output<typeof ListAuditInput>,
): Promise<Page<AuditEntryView>> {
  requirePermission(ctx, "audit.read");
  const before = decodeCursor(input.cursor, z.tuple([z.uuid()]));
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(auditEntry)
      .where(
        and(
          eq(auditEntry.tenantId, ctx.tenantId),
          input.action === undefined ? undefined : eq(auditEntry.action, input.action),
          input.subjectType === undefined ? undefined : eq(auditEntry.subjectType, input.subjectType),
          input.subjectId === undefined ? undefined : eq(auditEntry.subjectId, input.subjectId),
          before ? lt(auditEntry.id, before[0]) : undefined,
        ),
      )
      .orderBy(desc(auditEntry.id))
      .limit(input.limit + 1),
  );
  return toPage(rows, input.limit, (row) => [row.id], toAuditEntryView);
}

const toAuditEntryView = ({ tenantId: _tenantId, at, ...row }: typeof auditEntry.$inferSelect): AuditEntryView => ({
  ...row,
  at: toInstantText(at),
});
