import { eq } from "drizzle-orm";
import type { z } from "zod";
import { tenant } from "../../../db/schema/tenants.ts";
import { AppError } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import type { GetChargePointInput } from "./get.ts";
import { loadChargePoint } from "./load.ts";

/** Where a charge point is told to call: charge points of some makers put the identity at the end by themselves. */
export type StationAddress = {
  readonly url: string;
  readonly urlWithoutIdentity: string;
  /** TLS: without it the password goes over the wire as it is. */
  readonly isSecure: boolean;
};

/**
 * The OCPP-J address of a charge point (OCPP-J 1.6, 3.1). `home`: the installation's own address, as browsers reach it.
 * @throws AppError `notFound`, `unavailable` where the installation does not know its own address.
 */
export async function getStationAddress(
  ctx: ServiceContext & { readonly home: string | null },
  input: z.output<typeof GetChargePointInput>,
): Promise<StationAddress> {
  requirePermission(ctx, "chargePoint.write");
  const { identity } = await transact(ctx, (tx) => loadChargePoint(tx, ctx.tenantId, input.chargePoint));
  const [company] = await ctx.db.orm.select({ slug: tenant.slug }).from(tenant).where(eq(tenant.id, ctx.tenantId));
  if (ctx.home === null || !company)
    throw new AppError("unavailable", "PUBLIC_URL is not set: the address is not known.");
  const urlWithoutIdentity = `${ctx.home.replace(/^http/, "ws")}/ocpp/${company.slug}`;
  return {
    urlWithoutIdentity,
    url: `${urlWithoutIdentity}/${encodeURIComponent(identity)}`,
    isSecure: urlWithoutIdentity.startsWith("wss:"),
  };
}
