import type { z } from "zod";
import { driver } from "../../../db/schema/people.ts";
import { AppError } from "../../core/errors.ts";
import { uuidv7 } from "../../core/ids.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { DriverFields, type DriverView, toDriverView } from "./driver-view.ts";

export const CreateDriverInput = DriverFields;

/** Adds a driver whom the office knows. Their sign-in, if they want one, they make themselves by their mail address. */
export async function createDriver(
  ctx: ServiceContext,
  input: z.output<typeof CreateDriverInput>,
): Promise<DriverView> {
  requirePermission(ctx, "driver.write");
  const now = ctx.clock.now();
  const id = ctx.newId ?? uuidv7();
  return transact(ctx, async (tx) => {
    const [row] = await tx
      .insert(driver)
      .values({ tenantId: ctx.tenantId, id, ...input, createdAt: now, updatedAt: now })
      .returning();
    if (!row) throw new AppError("internal", "The driver was not stored.");
    await recordAudit(ctx, tx, { action: "driver.create", subjectType: "driver", subjectId: id, detail: input });
    return toDriverView(row);
  });
}
