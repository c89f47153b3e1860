import { and, eq } from "drizzle-orm";
import { driver } from "../../../db/schema/people.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { AppError } from "../../core/errors.ts";
import type { DriverContext } from "./context.ts";

/** The driver's own row. @throws AppError `forbidden` for one that was taken away meanwhile. */
export async function loadOwnRow(tx: Transaction, ctx: DriverContext, lock?: "update") {
  const query = tx
    .select()
    .from(driver)
    .where(and(eq(driver.tenantId, ctx.tenantId), eq(driver.id, ctx.actor.driverId)));
  const [row] = await (lock ? query.for(lock) : query);
  if (!row) throw new AppError("forbidden", "You are no driver of this company any more.");
  return row;
}
