type Component = { type: "ENERGY" | "TIME" | "PARKING_TIME" | "FLAT"; price: number; vat: number; step_size: number };
type Element = { price_components: Component[]; restrictions?: Record<string, unknown> };

const component = (type: Component["type"], price: number, vat: number): Component => ({
  type,
  price,
  vat,
  step_size: 1,
});

const tariff = (id: string, country: string, party: string, elements: Element[]): Record<string, unknown> => ({
  country_code: country,
  party_id: party,
  id,
  currency: "EUR",
  type: "REGULAR",
  elements,
  last_updated: "2026-01-01T00:00:00Z",
});

/** Prices per kWh and hour, without VAT, as OCPI 2.2.1 has them. */
export const DEMO_TARIFFS = {
  lindental: [
    {
      name: "AC standard",
      ocpi: tariff("LIN-AC", "DE", "LIN", [
        { price_components: [component("ENERGY", 0.4118, 19)] },
        // Four hours are enough to charge; after that the place is for the next car.
        { price_components: [component("PARKING_TIME", 3, 19)], restrictions: { min_duration: 14_400 } },
      ]),
    },
    {
      name: "AC night",
      ocpi: tariff("LIN-NIGHT", "DE", "LIN", [
        {
          price_components: [component("ENERGY", 0.3277, 19)],
          restrictions: { start_time: "22:00", end_time: "06:00" },
        },
        { price_components: [component("ENERGY", 0.4118, 19)] },
      ]),
    },
    {
      name: "DC fast",
      ocpi: tariff("LIN-DC", "DE", "LIN", [
        { price_components: [component("FLAT", 0.5, 19), component("ENERGY", 0.5462, 19)] },
        { price_components: [component("PARKING_TIME", 6, 19)] },
      ]),
    },
  ],
  grachtladen: [
    {
      name: "Standaard",
      ocpi: tariff("GRA-AC", "NL", "GRA", [{ price_components: [component("ENERGY", 0.3306, 21)] }]),
    },
  ],
} as const;
