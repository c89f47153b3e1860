import { randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { tenantDomain } from "../../../db/schema/tenants.ts";
import { AppError, notFound } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { BrandIdInput, type BrandView } from "./brand-view.ts";
import { requireBrand } from "./list.ts";

const Host = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    "a host name, such as charge.example.com",
  );

export const DomainInput = BrandIdInput.extend({ host: Host });

/** Names under localhost lead to one's own machine and need no proof. */
const isLocal = (host: string): boolean => host.endsWith(".localhost");

/**
 * Claims a host name for a brand. It shows nothing until a DNS record proves it, so that nobody takes a name that is another's;
 * a claim that was never proven gives way to a new one. @throws AppError `notFound`, `conflict` when somebody has proven it.
 */
export async function addDomain(ctx: ServiceContext, input: z.infer<typeof DomainInput>): Promise<BrandView> {
  requirePermission(ctx, "brand.write");
  const { brandId, host } = input;
  const view = await transact(ctx, async (tx) => {
    await requireBrand(tx, ctx.tenantId, brandId);
    const claim = {
      ...{ brandId, ofTenantId: ctx.tenantId },
      proof: `voltplane=${randomBytes(16).toString("hex")}`,
      verifiedAt: isLocal(host) ? ctx.clock.now() : null,
    };
    const claimed = await tx
      .insert(tenantDomain)
      .values({ host, ...claim })
      .onConflictDoUpdate({ target: tenantDomain.host, set: claim, setWhere: isNull(tenantDomain.verifiedAt) })
      .returning();
    if (claimed.length === 0) {
      throw new AppError("conflict", "This host name is in use.", { issues: [{ path: "host", message: "taken" }] });
    }
    await recordAudit(ctx, tx, { action: "brand.addHost", subjectType: "brand", subjectId: brandId, detail: { host } });
    return requireBrand(tx, ctx.tenantId, brandId);
  });
  ctx.events.publish({ type: "brandChanged", tenantId: ctx.tenantId });
  return view;
}

/** Looks for the proof in the DNS. From then on the host name shows the brand. @throws AppError `notFound`, `conflict` without it. */
export async function verifyDomain(
  ctx: ServiceContext,
  { brandId, host }: z.infer<typeof DomainInput>,
): Promise<BrandView> {
  requirePermission(ctx, "brand.write");
  const row = await transact(
    ctx,
    async (tx) =>
      (
        await tx
          .select()
          .from(tenantDomain)
          .where(ofBrand(ctx, brandId, host))
      )[0],
  );
  if (!row) throw notFound("Host name");
  const records = row.verifiedAt ? [row.proof] : await ctx.readTxt(`_voltplane.${host}`);
  if (!records.includes(row.proof)) {
    throw new AppError("conflict", "The DNS record is not there yet.", {
      issues: [{ path: "host", message: "notProven" }],
    });
  }
  const view = await transact(ctx, async (tx) => {
    await tx
      .update(tenantDomain)
      .set({ verifiedAt: row.verifiedAt ?? ctx.clock.now() })
      .where(ofBrand(ctx, brandId, host));
    await recordAudit(ctx, tx, {
      action: "brand.proveHost",
      subjectType: "brand",
      subjectId: brandId,
      detail: { host },
    });
    return requireBrand(tx, ctx.tenantId, brandId);
  });
  ctx.events.publish({ type: "brandChanged", tenantId: ctx.tenantId });
  return view;
}

/** Gives a host name up. @throws AppError `notFound`. */
export async function removeDomain(
  ctx: ServiceContext,
  { brandId, host }: z.infer<typeof DomainInput>,
): Promise<BrandView> {
  requirePermission(ctx, "brand.write");
  const view = await transact(ctx, async (tx) => {
    const removed = await tx
      .delete(tenantDomain)
      .where(ofBrand(ctx, brandId, host))
      .returning();
    if (removed.length === 0) throw notFound("Host name");
    await recordAudit(ctx, tx, {
      action: "brand.removeHost",
      subjectType: "brand",
      subjectId: brandId,
      detail: { host },
    });
    return requireBrand(tx, ctx.tenantId, brandId);
  });
  ctx.events.publish({ type: "brandChanged", tenantId: ctx.tenantId });
  return view;
}

const ofBrand = (ctx: ServiceContext, brandId: string, host: string) =>
  and(eq(tenantDomain.ofTenantId, ctx.tenantId), eq(tenantDomain.brandId, brandId), eq(tenantDomain.host, host));
