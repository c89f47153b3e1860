import type { SessionView } from "../../services/session/session-view.ts";
import type { Zone } from "../../tariff/zone-offsets.ts";
import type { Cell, Column, ColumnKind } from "../../xlsx/columns.ts";

export const EXPORT_LANGUAGES = ["en", "de", "nl"] as const;
export type ExportLanguage = (typeof EXPORT_LANGUAGES)[number];

type SessionColumn = {
  readonly kind: ColumnKind;
  readonly width: number;
  readonly head: Readonly<Record<ExportLanguage, string>>;
  readonly cell: (view: SessionView, zone: Zone) => Cell;
};

const head = (en: string, de: string, nl: string) => ({ en, de, nl });
/** The wall clock of the file's zone, in whole seconds: spreadsheets know no zones, and would round the rest up. */
const wallMs = (instant: string, zone: Zone): number => {
  const at = Date.parse(instant);
  return Math.floor(at / 1000) * 1000 + zone.offsetAt(Math.max(0, at)).offsetMs;
};
/** "UTC+02:00": tells the two hours apart that a clock set back shows alike. */
const offsetText = (instant: string, zone: Zone): string => {
  const minutes = Math.trunc(zone.offsetAt(Math.max(0, Date.parse(instant))).offsetMs / 60_000);
  const two = (value: number) => String(Math.trunc(Math.abs(value))).padStart(2, "0");
  return `UTC${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
};
/** Wh text as kWh text, exactly: "12345.678" is "12.345678". */
export function toKwhText(energyWh: string): string {
  const [, sign = "", whole = "0", decimals = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(energyWh) ?? [];
  const digits = whole.padStart(4, "0");
  const fraction = `${digits.slice(-3)}${decimals}`.replace(/0+$/, "");
  return `${sign}${digits.slice(0, -3)}${fraction && `.${fraction}`}`;
}

/** What an accountant wants to know of a session, in this order; new ones come last, so that others keep their place. Figures are those of every screen and answer. */
export const SESSION_COLUMNS: readonly SessionColumn[] = [
  { kind: "text", width: 38, head: head("Session", "Ladevorgang", "Sessie"), cell: (view) => view.id },
  {
    kind: "instant",
    width: 19,
    head: head("Start", "Beginn", "Begin"),
    cell: (view, zone) => wallMs(view.startedAt, zone),
  },
  {
    kind: "instant",
    width: 19,
    head: head("End", "Ende", "Einde"),
    cell: (view, zone) => view.endedAt && wallMs(view.endedAt, zone),
  },
  {
    kind: "duration",
    width: 12,
    head: head("Duration", "Dauer", "Duur"),
    cell: ({ startedAt, endedAt }) =>
      endedAt === null ? null : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)),
  },
  { kind: "text", width: 10, head: head("State", "Zustand", "Status"), cell: (view) => view.state },
  { kind: "text", width: 22, head: head("Site", "Standort", "Locatie"), cell: (view) => view.siteName },
  {
    kind: "text",
    width: 18,
    head: head("Charge point", "Ladestation", "Laadstation"),
    cell: (view) => view.chargePointIdentity,
  },
  {
    kind: "integer",
    width: 10,
    head: head("Connector", "Anschluss", "Aansluiting"),
    cell: (view) => view.connectorNumber,
  },
  { kind: "text", width: 24, head: head("EVSE ID", "EVSE-ID", "EVSE-ID"), cell: (view) => view.evseId },
  {
    kind: "integer",
    width: 12,
    head: head("Transaction", "Transaktion", "Transactie"),
    cell: (view) => view.transactionId,
  },
  { kind: "text", width: 22, head: head("Driver", "Fahrer", "Rijder"), cell: (view) => view.driverName },
  { kind: "text", width: 22, head: head("Id token", "Ladekarte", "Laadpas"), cell: (view) => view.idToken },
  { kind: "text", width: 22, head: head("Token label", "Kartenname", "Pasnaam"), cell: (view) => view.idTokenLabel },
  {
    kind: "energy",
    width: 12,
    head: head("Energy (kWh)", "Energie (kWh)", "Energie (kWh)"),
    cell: (view) => toKwhText(view.energyWh),
  },
  {
    kind: "energy",
    width: 14,
    head: head("Meter start (kWh)", "Zähler Beginn (kWh)", "Meter begin (kWh)"),
    cell: (view) => toKwhText(view.startEnergyWh),
  },
  {
    kind: "energy",
    width: 14,
    head: head("Meter end (kWh)", "Zähler Ende (kWh)", "Meter einde (kWh)"),
    cell: (view) => view.stopEnergyWh && toKwhText(view.stopEnergyWh),
  },
  { kind: "text", width: 20, head: head("Tariff", "Tarif", "Tarief"), cell: (view) => view.tariffName },
  { kind: "integer", width: 10, head: head("Version", "Version", "Versie"), cell: (view) => view.tariffVersion },
  { kind: "money", width: 12, head: head("Net", "Netto", "Netto"), cell: (view) => view.net },
  { kind: "money", width: 12, head: head("VAT", "MwSt.", "Btw"), cell: (view) => view.vat },
  { kind: "money", width: 12, head: head("Gross", "Brutto", "Bruto"), cell: (view) => view.gross },
  { kind: "text", width: 9, head: head("Currency", "Währung", "Valuta"), cell: (view) => view.currency },
  { kind: "text", width: 16, head: head("Stop reason", "Ende durch", "Stopreden"), cell: (view) => view.stopReason },
  {
    kind: "text",
    width: 24,
    head: head("To check", "Zu prüfen", "Te controleren"),
    cell: (view) => view.suspect.join(", ") || null,
  },
  { kind: "text", width: 20, head: head("Time zone", "Zeitzone", "Tijdzone"), cell: (_view, zone) => zone.name },
  {
    kind: "text",
    width: 20,
    head: head("UTC offset at start", "UTC-Abstand bei Beginn", "UTC-verschil bij begin"),
    cell: (view, zone) => offsetText(view.startedAt, zone),
  },
];

/** The columns in a language, for an encoder. */
export const columnsIn = (language: ExportLanguage): readonly Column[] =>
  SESSION_COLUMNS.map(({ kind, width, head: words }) => ({ kind, width, head: words[language] }));

export const SHEET_NAME = head("Sessions", "Ladevorgänge", "Sessies");
