import { and, asc, count, desc, eq, isNotNull, min, sql } from "drizzle-orm";
import type { z } from "zod";
import { chargePoint, connector, site } from "../../../db/schema/assets.ts";
import { STATE_FAMILIES, type StateFamily } from "../../core/connector-state.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { ChargePointFilters, conditionsOf, connectorFamily } from "./conditions.ts";

export const FacetsInput = ChargePointFilters.pick({
  search: true,
  siteId: true,
  model: true,
  firmwareVersion: true,
  stateFamily: true,
});

/** Choices offered of one kind; who has more searches by text. */
const MOST_CHOICES = 500;

export type Facets = {
  /** Connectors by state family, under the other filters. */
  readonly families: Readonly<Record<StateFamily, number>>;
  /** Sites in order of their names, with their charge points under the other filters. */
  readonly sites: readonly { readonly id: string; readonly name: string; readonly chargePoints: number }[];
  /** What is in the street, commonest first. Charge points that never booted are in none. */
  readonly models: readonly { readonly model: string; readonly vendor: string | null; readonly chargePoints: number }[];
  readonly firmwareVersions: readonly { readonly firmwareVersion: string; readonly chargePoints: number }[];
};

/** How many each choice of a filter would show, the other filters being as they are. */
export async function getChargePointFacets(ctx: ServiceContext, input: z.output<typeof FacetsInput>): Promise<Facets> {
  requirePermission(ctx, "chargePoint.read");
  const filters = { ...input, retired: false };
  return transact(ctx, async (tx) => {
    const families = await tx
      .select({ family: connectorFamily, connectors: count() })
      .from(connector)
      .innerJoin(
        chargePoint,
        and(eq(chargePoint.tenantId, connector.tenantId), eq(chargePoint.id, connector.chargePointId)),
      )
      .where(conditionsOf(tx, ctx.tenantId, { ...filters, stateFamily: undefined }))
      // By position: the same expression a second time would have parameters of its own.
      .groupBy(sql`1`);
    const sites = await tx
      .select({ id: site.id, name: site.name, chargePoints: count(chargePoint.id) })
      .from(site)
      .leftJoin(
        chargePoint,
        and(eq(chargePoint.siteId, site.id), conditionsOf(tx, ctx.tenantId, { ...filters, siteId: undefined })),
      )
      .where(eq(site.tenantId, ctx.tenantId))
      .groupBy(site.id, site.name)
      .orderBy(asc(site.name), asc(site.id))
      .limit(MOST_CHOICES);
    const models = await tx
      .select({ model: sql<string>`${chargePoint.model}`, vendor: min(chargePoint.vendor), chargePoints: count() })
      .from(chargePoint)
      .where(and(conditionsOf(tx, ctx.tenantId, { ...filters, model: undefined }), isNotNull(chargePoint.model)))
      .groupBy(chargePoint.model)
      .orderBy(desc(count()), asc(chargePoint.model))
      .limit(MOST_CHOICES);
    const firmwareVersions = await tx
      .select({ firmwareVersion: sql<string>`${chargePoint.firmwareVersion}`, chargePoints: count() })
      .from(chargePoint)
      .where(
        and(
          conditionsOf(tx, ctx.tenantId, { ...filters, firmwareVersion: undefined }),
          isNotNull(chargePoint.firmwareVersion),
        ),
      )
      .groupBy(chargePoint.firmwareVersion)
      .orderBy(desc(count()), asc(chargePoint.firmwareVersion))
      .limit(MOST_CHOICES);
    const byFamily = new Map(families.map(({ family, connectors }) => [family, connectors]));
    return {
      families: Object.fromEntries(STATE_FAMILIES.map((family) => [family, byFamily.get(family) ?? 0])) as Record<
        StateFamily,
        number
      >,
      sites,
      models,
      firmwareVersions,
    };
  });
}
