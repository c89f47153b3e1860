import { and, asc, eq, isNull } from "drizzle-orm";
import { toString as toQrCode } from "qrcode";
import type { z } from "zod";
import { chargePoint, connector, evse, site } from "../../../db/schema/assets.ts";
import type { StateFamily } from "../../core/connector-state.ts";
import { notFound } from "../../core/errors.ts";
import { findRoot } from "../brand/find-root.ts";
import { connectorFamily } from "../charge-point/conditions.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import type { Visit } from "../visit.ts";
import { GetSiteInput } from "./get.ts";

export const ListPlugsInput = GetSiteInput;

/** A plug of a site, and the sticker on it. */
export type SitePlug = {
  readonly connectorId: string;
  readonly chargePointId: string;
  readonly identity: string;
  readonly number: number;
  readonly evseId: string | null;
  readonly family: StateFamily;
  /** The guests' page: its whole address, or its path where the installation does not know its own address. */
  readonly guestPage: string;
  /** That address as a QR code: an SVG document; null where only the path is known. */
  readonly qrCode: string | null;
};

/** The plugs in service at a site, in order of station and number. @throws AppError `notFound`. */
export async function listSitePlugs(
  ctx: ServiceContext & Pick<Visit, "origin" | "home">,
  { siteId }: z.infer<typeof ListPlugsInput>,
): Promise<readonly SitePlug[]> {
  requirePermission(ctx, "chargePoint.read");
  const { rows, root } = await transact(ctx, async (tx) => {
    const isIt = and(eq(site.tenantId, ctx.tenantId), eq(site.id, siteId));
    const [place] = await tx.select({ id: site.id }).from(site).where(isIt);
    if (!place) throw notFound("Site");
    const rows = await tx
      .select({
        connectorId: connector.id,
        chargePointId: chargePoint.id,
        identity: chargePoint.identity,
        number: connector.number,
        evseId: evse.evseId,
        evseKey: evse.evseKey,
        family: connectorFamily,
      })
      .from(connector)
      .innerJoin(
        chargePoint,
        and(eq(chargePoint.tenantId, connector.tenantId), eq(chargePoint.id, connector.chargePointId)),
      )
      .innerJoin(evse, and(eq(evse.tenantId, connector.tenantId), eq(evse.id, connector.evseId)))
      .where(and(eq(connector.tenantId, ctx.tenantId), eq(chargePoint.siteId, siteId), isNull(chargePoint.retiredAt)))
      .orderBy(asc(chargePoint.identity), asc(connector.number));
    return { rows, root: await findRoot(tx, ctx.tenantId, ctx) };
  });
  return Promise.all(
    rows.map(async ({ evseKey, ...row }) => {
      const page = `/c/${encodeURIComponent(evseKey?.toUpperCase() ?? `${row.identity}~${row.number}`)}`;
      const guestPage = `${root.address ?? root.path}${page}`;
      const qrCode = root.address && (await toQrCode(guestPage, { type: "svg", margin: 1 }));
      return { ...row, guestPage, qrCode };
    }),
  );
}
