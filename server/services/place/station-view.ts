import type { StateFamily } from "../../core/connector-state.ts";
import type { PlugPrice } from "../../tariff/plug-price.ts";

/** What a driver reads of a connector: five words, and never "free" without live data. */
export type PlugState = "free" | "charging" | "waiting" | "fault" | "out" | "offline";

/** One place to charge at, as everybody may see it. OCPP 1.6 knows no EVSE: each connector is one. */
export type PlugView = {
  /** In addresses (`/c/{key}`): the EVSE id without `*`, or `{identity}~{connector}` where none is assigned. */
  readonly key: string;
  readonly evseId: string | null;
  readonly chargePointId: string;
  readonly siteId: string;
  /** What is written on the box. */
  readonly stationName: string;
  readonly connectorNumber: number;
  /** OCPI ConnectorType. */
  readonly standard: string | null;
  readonly maxPowerW: number | null;
  readonly state: PlugState;
  /** The OCPP word behind the state; null: never heard. */
  readonly status: string | null;
  /** When the station said so. */
  readonly statusAt: string | null;
  /** Since when it is in that state. */
  readonly since: string | null;
  /** When we last heard from the station. */
  readonly heardAt: string | null;
} & PlugOffer;

/** What a driver agrees to by starting. */
export type PlugOffer = {
  readonly price: PlugPrice | null;
  /** What a start would be priced by; it goes with the start, so that nobody pays another price than the one on screen. */
  readonly tariffVersionId: string | null;
  /** When the price may be another; null: nothing is planned. */
  readonly priceUntil: string | null;
};

export type SiteView = {
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly country: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly timeZone: string;
  /** From where the driver is; null when that is not known. */
  readonly distanceM: number | null;
  readonly plugs: readonly PlugView[];
};

/** A site as the map draws it. */
export type SitePin = {
  readonly id: string;
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  /** How many plugs are in which state. */
  readonly families: Readonly<Record<StateFamily, number>>;
};
