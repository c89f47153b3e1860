import { auditEntry } from "../../db/schema/tenants.ts";
import type { Transaction } from "../../db/tenancy.ts";
import { uuidv7 } from "../core/ids.ts";
import type { ServiceContext } from "./context.ts";

export type AuditRecord = {
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly detail?: Readonly<Record<string, unknown>>;
};

/** Writes who did what, in the transaction of the deed itself. */
export async function recordAudit(ctx: ServiceContext, tx: Transaction, record: AuditRecord): Promise<void> {
  const { kind, id, name } = ctx.actor;
  await tx.insert(auditEntry).values({
    tenantId: ctx.tenantId,
    id: uuidv7(),
    at: ctx.clock.now(),
    actor: { kind, id, name },
    action: record.action,
    subjectType: record.subjectType,
    subjectId: record.subjectId,
    detail: record.detail ?? null,
  });
}
