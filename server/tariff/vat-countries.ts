/** A country's codes (ISO 3166-1), its standard rate of VAT in percent, and the time zone of its capital. */
export type VatCountry = {
  readonly alpha3: string;
  readonly alpha2: string;
  readonly vat: string;
  readonly timeZone: string;
};

/** What a new tariff begins with, for a person to confirm: rates as of 2026. */
const VAT_COUNTRIES: readonly VatCountry[] = [
  { alpha3: "AUT", alpha2: "AT", vat: "20", timeZone: "Europe/Vienna" },
  { alpha3: "BEL", alpha2: "BE", vat: "21", timeZone: "Europe/Brussels" },
  { alpha3: "BGR", alpha2: "BG", vat: "20", timeZone: "Europe/Sofia" },
  { alpha3: "CHE", alpha2: "CH", vat: "8.1", timeZone: "Europe/Zurich" },
  { alpha3: "CYP", alpha2: "CY", vat: "19", timeZone: "Asia/Nicosia" },
  { alpha3: "CZE", alpha2: "CZ", vat: "21", timeZone: "Europe/Prague" },
  { alpha3: "DEU", alpha2: "DE", vat: "19", timeZone: "Europe/Berlin" },
  { alpha3: "DNK", alpha2: "DK", vat: "25", timeZone: "Europe/Copenhagen" },
  { alpha3: "ESP", alpha2: "ES", vat: "21", timeZone: "Europe/Madrid" },
  { alpha3: "EST", alpha2: "EE", vat: "24", timeZone: "Europe/Tallinn" },
  { alpha3: "FIN", alpha2: "FI", vat: "25.5", timeZone: "Europe/Helsinki" },
  { alpha3: "FRA", alpha2: "FR", vat: "20", timeZone: "Europe/Paris" },
  { alpha3: "GBR", alpha2: "GB", vat: "20", timeZone: "Europe/London" },
  { alpha3: "GRC", alpha2: "GR", vat: "24", timeZone: "Europe/Athens" },
  { alpha3: "HRV", alpha2: "HR", vat: "25", timeZone: "Europe/Zagreb" },
  { alpha3: "HUN", alpha2: "HU", vat: "27", timeZone: "Europe/Budapest" },
  { alpha3: "IRL", alpha2: "IE", vat: "23", timeZone: "Europe/Dublin" },
  { alpha3: "ISL", alpha2: "IS", vat: "24", timeZone: "Atlantic/Reykjavik" },
  { alpha3: "ITA", alpha2: "IT", vat: "22", timeZone: "Europe/Rome" },
  { alpha3: "LIE", alpha2: "LI", vat: "8.1", timeZone: "Europe/Vaduz" },
  { alpha3: "LTU", alpha2: "LT", vat: "21", timeZone: "Europe/Vilnius" },
  { alpha3: "LUX", alpha2: "LU", vat: "17", timeZone: "Europe/Luxembourg" },
  { alpha3: "LVA", alpha2: "LV", vat: "21", timeZone: "Europe/Riga" },
  { alpha3: "MLT", alpha2: "MT", vat: "18", timeZone: "Europe/Malta" },
  { alpha3: "NLD", alpha2: "NL", vat: "21", timeZone: "Europe/Amsterdam" },
  { alpha3: "NOR", alpha2: "NO", vat: "25", timeZone: "Europe/Oslo" },
  { alpha3: "POL", alpha2: "PL", vat: "23", timeZone: "Europe/Warsaw" },
  { alpha3: "PRT", alpha2: "PT", vat: "23", timeZone: "Europe/Lisbon" },
  { alpha3: "ROU", alpha2: "RO", vat: "21", timeZone: "Europe/Bucharest" },
  { alpha3: "SVK", alpha2: "SK", vat: "23", timeZone: "Europe/Bratislava" },
  { alpha3: "SVN", alpha2: "SI", vat: "22", timeZone: "Europe/Ljubljana" },
  { alpha3: "SWE", alpha2: "SE", vat: "25", timeZone: "Europe/Stockholm" },
];

/** The country that most sites are in, else the one of the company's time zone; null where neither tells one that we know. */
export const findVatCountry = (siteCountry: string | null, timeZone: string): VatCountry | null =>
  siteCountry === null
    ? (VAT_COUNTRIES.find((country) => country.timeZone === timeZone) ?? null)
    : (VAT_COUNTRIES.find(({ alpha3 }) => alpha3 === siteCountry) ?? null);
