/** A valid OCPI 2.2.1 tariff object: one price per kWh. */
export const simpleTariff = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  country_code: "DE",
  party_id: "VOL",
  id: "T1",
  currency: "EUR",
  elements: [{ price_components: [{ type: "ENERGY", price: 0.39, vat: 19, step_size: 1 }] }],
  last_updated: "2026-01-01T00:00:00Z",
  ...changes,
});
