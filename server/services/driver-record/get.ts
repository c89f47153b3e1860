import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { driver } from "../../../db/schema/people.ts";
import { notFound } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { type DriverView, toDriverView } from "./driver-view.ts";

export const GetDriverInput = z.strictObject({ driverId: z.uuid() });

/** One driver. @throws AppError `notFound`. */
export async function getDriver(
  ctx: ServiceContext,
  { driverId }: z.infer<typeof GetDriverInput>,
): Promise<DriverView> {
  requirePermission(ctx, "driver.read");
  const [row] = await transact(ctx, (tx) =>
    tx
      .select()
      .from(driver)
      .where(and(eq(driver.tenantId, ctx.tenantId), eq(driver.id, driverId))),
  );
  if (!row) throw notFound("Driver");
  return toDriverView(row);
}
