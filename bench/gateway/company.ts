/** The charging company that the benchmark runs: one tenant, one tariff, a card for every connector. */
export const COMPANY = {
  tenantId: "01900000-0000-7000-8000-000000000001",
  tariffId: "01900000-0000-7000-8000-000000000002",
  slug: "bench",
  timeZone: "Europe/Berlin",
  currency: "EUR",
  stationPassword: "Bench2Station3Pass45",
} as const;

export const identityOf = (index: number): string => `BENCH-${String(index).padStart(6, "0")}`;
/** A card charges at one place at a time: each connector has its own. */
export const cardOf = (identity: string, connector: number): string => `CARD-${identity.slice(-6)}-${connector}`;
