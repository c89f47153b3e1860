/** Two small charging companies for trying things out. Writes `demo.json` and `fleet.json` into DATA_DIR. */
import { and, eq } from "drizzle-orm";
import { chargePoint, connector, evse } from "../../db/schema/assets.ts";
import { driver } from "../../db/schema/people.ts";
import { ROLES, tenant } from "../../db/schema/tenants.ts";
import { inTenant } from "../../db/tenancy.ts";
import { uuidv7 } from "../../server/core/ids.ts";
import { createApiKey } from "../../server/services/api-key/create.ts";
import { createChargePoint } from "../../server/services/charge-point/create.ts";
import type { ServiceContext } from "../../server/services/context.ts";
import { createIdToken } from "../../server/services/id-token/create.ts";
import { PERMISSIONS } from "../../server/services/permissions.ts";
import { createSite } from "../../server/services/site/create.ts";
import { createTariff } from "../../server/services/tariff/create.ts";
import { DEMO_TARIFFS } from "./demo-tariffs.ts";
import { type Login, localAuthority, runSeed, type Seeding, type TenantPlan, writePrivately } from "./seeding.ts";

const LINDENTAL: TenantPlan = {
  slug: "lindental",
  name: "Stadtwerke Lindental",
  timeZone: "Europe/Berlin",
  locale: "de",
  colour: "#1B5FD9",
};
const GRACHTLADEN: TenantPlan = {
  slug: "grachtladen",
  name: "Grachtladen",
  timeZone: "Europe/Amsterdam",
  locale: "nl",
  colour: "#8A3FB0",
};

const AC = { kind: "AC", powerW: 22_000, standard: "IEC_62196_T2" } as const;
const DC = { kind: "DC", powerW: 150_000, standard: "IEC_62196_T2_COMBO" } as const;
type Plug = typeof AC | typeof DC;

type SitePlan = {
  readonly name: string;
  readonly address: string;
  readonly postalCode: string;
  readonly city: string;
  readonly country: "DEU" | "NLD";
  readonly latitude: number;
  readonly longitude: number;
  readonly timeZone: string;
  readonly tariff: string;
  readonly prefix: string;
  readonly stations: readonly (readonly Plug[])[];
};

const BERLIN = { country: "DEU", timeZone: "Europe/Berlin" } as const;
const AMSTERDAM = { country: "NLD", timeZone: "Europe/Amsterdam" } as const;
const AC_PAIR = [AC, AC];
const DC_PAIR = [DC, DC];

const LINDENTAL_SITES: readonly SitePlan[] = [
  {
    ...BERLIN,
    name: "Marktplatz",
    address: "Marktplatz 1",
    postalCode: "50935",
    city: "Köln",
    latitude: 50.9352,
    longitude: 6.9111,
    tariff: "AC standard",
    prefix: "LIN-MARKT",
    stations: [AC_PAIR, AC_PAIR, AC_PAIR],
  },
  {
    ...BERLIN,
    name: "Parkhaus Dom",
    address: "Komödienstraße 8",
    postalCode: "50667",
    city: "Köln",
    latitude: 50.9417,
    longitude: 6.9541,
    tariff: "AC night",
    prefix: "LIN-DOM",
    stations: [AC_PAIR, AC_PAIR, AC_PAIR, AC_PAIR],
  },
  {
    ...BERLIN,
    name: "Schnellladepark West",
    address: "Aachener Straße 1200",
    postalCode: "50858",
    city: "Köln",
    latitude: 50.9389,
    longitude: 6.8417,
    tariff: "DC fast",
    prefix: "LIN-WEST",
    stations: [DC_PAIR, DC_PAIR, [DC, AC]],
  },
];
const GRACHTLADEN_SITES: readonly SitePlan[] = [
  {
    ...AMSTERDAM,
    name: "Keizersgracht",
    address: "Keizersgracht 120",
    postalCode: "1015 CW",
    city: "Amsterdam",
    latitude: 52.3747,
    longitude: 4.8873,
    tariff: "Standaard",
    prefix: "GRA-KEI",
    stations: [AC_PAIR, AC_PAIR, AC_PAIR],
  },
];

type FleetStation = {
  readonly identity: string;
  readonly url: string;
  readonly password: string;
  readonly connectors: readonly { readonly powerW: number; readonly kind: "AC" | "DC" }[];
  readonly vendor: string;
  readonly model: string;
};

const DRIVERS = ["Aylin Demir", "Jonas Weber", "Mareike Schulz", "Tomasz Nowak", "Lena Fischer", "Ravi Patel"] as const;

async function seedDemo(seeding: Seeding): Promise<void> {
  const lindental = await seedTenant(seeding, LINDENTAL, LINDENTAL_SITES, DEMO_TARIFFS.lindental);
  const grachtladen = await seedTenant(seeding, GRACHTLADEN, GRACHTLADEN_SITES, DEMO_TARIFFS.grachtladen);
  const { ctx } = lindental;
  const stations = await createFreeStations(ctx, lindental.firstSiteId);
  const key = await createApiKey(ctx, { name: "Demo", scopes: [...PERMISSIONS] });
  await createIdToken(ctx, { token: "DEMO-ACCEPTED", allowConcurrent: true, label: "Demo card" });
  await createIdToken(ctx, { token: "DEMO-BLOCKED", status: "blocked", label: "Blocked card" });
  await createIdToken(ctx, { token: "DEMO-EXPIRED", expiresAt: "2025-12-31T23:00:00Z", label: "Expired card" });
  // The files come last, but before the commit: there is no demo without them.
  writePrivately("fleet.json", {
    stations: [...lindental.fleet, ...grachtladen.fleet],
    idTags: [...new Set([...lindental.tokens, ...grachtladen.tokens])],
    unknownIdTags: ["UNKNOWN-1"],
    speed: 10,
  });
  writePrivately("demo.json", {
    url: `http://${localAuthority()}`,
    tenant: LINDENTAL.slug,
    apiKey: key.key,
    logins: [...lindental.logins, ...grachtladen.logins],
    stations,
    idTokens: { accepted: "DEMO-ACCEPTED", blocked: "DEMO-BLOCKED", expired: "DEMO-EXPIRED" },
  });
}

async function seedTenant(
  seeding: Seeding,
  plan: TenantPlan,
  sites: readonly SitePlan[],
  tariffs: readonly { readonly name: string; readonly ocpi: Record<string, unknown> }[],
) {
  const tenantId = await seeding.createTenant(plan);
  const ctx = seeding.contextOf(tenantId);
  const logins: Login[] = [];
  for (const role of ROLES) {
    const email = `${role}@${plan.slug}.example`;
    logins.push(await seeding.createLogin(tenantId, plan.slug, role, `${role} of ${plan.name}`, email));
  }
  const tariffIds = new Map<string, string>();
  for (const { name, ocpi } of tariffs) {
    const { id } = await createTariff(ctx, { name, ocpi, validFrom: "2026-01-01T00:00:00Z" });
    tariffIds.set(name, id);
  }
  const [defaultTariff] = tariffIds.values();
  await seeding.db.orm
    .update(tenant)
    .set({ defaultTariffId: defaultTariff ?? null })
    .where(eq(tenant.id, tenantId));
  const tokens = await createDrivers(ctx, plan.slug);
  logins.push(await createDriverLogin(seeding, ctx, plan.slug));
  const fleet: FleetStation[] = [];
  let firstSiteId: string | null = null;
  for (const { tariff, prefix, stations, ...place } of sites) {
    const site = await createSite(ctx, { ...place, tariffId: tariffIds.get(tariff) ?? null });
    firstSiteId ??= site.id;
    for (const [index, plugs] of stations.entries()) {
      const identity = `${prefix}-${String(index + 1).padStart(2, "0")}`;
      const { url, password } = await createStation(ctx, {
        identity,
        name: `${place.name} ${index + 1}`,
        siteId: site.id,
        plugs,
      });
      const isFast = plugs.some(({ kind }) => kind === "DC");
      fleet.push({
        identity,
        url,
        password,
        connectors: plugs.map(({ powerW, kind }) => ({ powerW, kind })),
        vendor: isFast ? "Nordstrom" : "Lumen",
        model: isFast ? "Rapid 150" : "Duo 22",
      });
    }
  }
  return { ctx, logins, tokens, fleet, firstSiteId };
}

/** The same cards in both tenants: a fleet's cards are drawn for any of its stations. */
async function createDrivers(ctx: ServiceContext, slug: string): Promise<string[]> {
  const tokens: string[] = [];
  for (const [index, name] of DRIVERS.entries()) {
    const driverId = uuidv7();
    await inTenant(ctx.db, ctx.tenantId, (tx) =>
      tx
        .insert(driver)
        .values({ tenantId: ctx.tenantId, id: driverId, name, email: `driver${index + 1}@${slug}.example` }),
    );
    for (const card of ["A", "B", "C"]) {
      const token = `CARD-${String(index + 1).padStart(2, "0")}${card}`;
      // The simulated drivers do not ask each other who is charging; a fleet's cards may be used in parallel.
      await createIdToken(ctx, { token, driverId, allowConcurrent: true, label: `${name}, card ${card}` });
      tokens.push(token);
    }
  }
  return tokens;
}

/** The first driver signs in to the driver's app as well. */
async function createDriverLogin(seeding: Seeding, ctx: ServiceContext, slug: string): Promise<Login> {
  const email = `driver1@${slug}.example`;
  const { userId, password } = await seeding.createPerson(DRIVERS[0], email);
  await inTenant(ctx.db, ctx.tenantId, (tx) =>
    tx
      .update(driver)
      .set({ userId })
      .where(and(eq(driver.tenantId, ctx.tenantId), eq(driver.email, email))),
  );
  return { tenant: slug, role: "driver", email, password };
}

async function createStation(
  ctx: ServiceContext,
  plan: { identity: string; name: string; siteId: string | null; plugs: readonly Plug[] },
): Promise<{ id: string; url: string; password: string }> {
  const { identity, name, siteId, plugs } = plan;
  const { id, password } = await createChargePoint(ctx, {
    identity,
    name,
    siteId,
    registration: "accepted",
    heartbeatIntervalS: 60,
  });
  const { tenantId } = ctx;
  await inTenant(ctx.db, tenantId, async (tx) => {
    for (const [index, { powerW, standard }] of plugs.entries()) {
      const evseId = uuidv7();
      const number = index + 1;
      // As EVSE ids are built (ISO 15118): country, operator, E, and the operator's own name for it.
      const publicId = `DE*VPL*E${identity.replaceAll("-", "*")}*${number}`;
      await tx.insert(evse).values({ tenantId, id: evseId, chargePointId: id, number, evseId: publicId });
      await tx
        .insert(connector)
        .values({ tenantId, id: uuidv7(), chargePointId: id, evseId, number, standard, maxPowerW: powerW });
    }
  });
  const slug = await slugOf(ctx);
  return { id, password, url: `ws://${localAuthority()}/ocpp/${slug}/${encodeURIComponent(identity)}` };
}

async function slugOf(ctx: ServiceContext): Promise<string> {
  const [row] = await ctx.db.orm.select({ slug: tenant.slug }).from(tenant).where(eq(tenant.id, ctx.tenantId));
  if (!row) throw new Error("the tenant is gone");
  return row.slug;
}

/** Three charge points that no simulator uses: two that have booted before, one that never has. */
async function createFreeStations(ctx: ServiceContext, siteId: string | null) {
  const stations: { identity: string; url: string; password: string }[] = [];
  for (const [index, hasBooted] of [true, true, false].entries()) {
    const identity = `DEMO-${index + 1}`;
    const { id, url, password } = await createStation(ctx, {
      identity,
      name: `Demo ${index + 1}`,
      siteId,
      plugs: AC_PAIR,
    });
    const now = new Date();
    if (hasBooted) {
      await inTenant(ctx.db, ctx.tenantId, (tx) =>
        tx
          .update(chargePoint)
          .set({ firstBootAt: now, lastBootAt: now, vendor: "Lumen", model: "Duo 22", firmwareVersion: "2.4.1" })
          .where(eq(chargePoint.id, id)),
      );
    }
    stations.push({ identity, url, password });
  }
  return stations;
}

await runSeed(seedDemo);
