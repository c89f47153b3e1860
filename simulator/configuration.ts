import type { Flash } from "./flash.ts";

/** Measurands this station's meter has. Power is per connector, current and voltage per phase, SoC on DC only. */
export const MEASURANDS = [
  "Energy.Active.Import.Register",
  "Power.Active.Import",
  "Current.Import",
  "Voltage",
  "SoC",
] as const;
export type Measurand = (typeof MEASURANDS)[number];

export type ChangeOutcome = "Accepted" | "Rejected" | "RebootRequired" | "NotSupported";

type Key = {
  readonly initial: string;
  readonly readonly?: true;
  /** Never told by GetConfiguration. */
  readonly writeOnly?: true;
  readonly afterReboot?: true;
  readonly accepts?: (value: string) => boolean;
};

const isInteger = (value: string): boolean => /^\d{1,9}$/.test(value);
const isBoolean = (value: string): boolean => /^(true|false)$/i.test(value);
const isMeasurandList = (value: string): boolean =>
  value === "" || value.split(",").every((name) => MEASURANDS.some((known) => known === name.trim()));
/** 16 to 20 bytes, written as hex (security whitepaper, section 3.1 and A01). */
const isPasswordHex = (value: string): boolean => /^([0-9a-f]{2}){16,20}$/i.test(value);

const integer = (initial: string): Key => ({ initial, accepts: isInteger });
const boolean = (initial: string): Key => ({ initial, accepts: isBoolean });
const measurands = (initial: string): Key => ({ initial, accepts: isMeasurandList });

/** OCPP 1.6 section 9: all required keys of Core, the optional ones that this station obeys, and the security extension's. */
const KEYS = {
  AllowOfflineTxForUnknownId: boolean("false"),
  AuthorizationCacheEnabled: boolean("true"),
  AuthorizationKey: { initial: "", writeOnly: true, accepts: isPasswordHex },
  AuthorizeRemoteTxRequests: boolean("true"),
  ClockAlignedDataInterval: integer("0"),
  ConnectionTimeOut: integer("60"),
  ConnectorPhaseRotation: { initial: "NotApplicable", accepts: (value) => value.length > 0, afterReboot: true },
  GetConfigurationMaxKeys: { initial: "50", readonly: true },
  HeartbeatInterval: integer("300"),
  LocalAuthorizeOffline: boolean("true"),
  LocalPreAuthorize: boolean("false"),
  MeterValueSampleInterval: integer("60"),
  MeterValuesAlignedData: measurands("Energy.Active.Import.Register"),
  MeterValuesSampledData: measurands(MEASURANDS.join(",")),
  NumberOfConnectors: { initial: "1", readonly: true },
  ResetRetries: integer("1"),
  StopTransactionOnEVSideDisconnect: boolean("true"),
  StopTransactionOnInvalidId: boolean("true"),
  StopTxnAlignedData: measurands(""),
  StopTxnSampledData: measurands("Energy.Active.Import.Register"),
  SupportedFeatureProfiles: { initial: "Core,RemoteTrigger", readonly: true },
  TransactionMessageAttempts: integer("3"),
  TransactionMessageRetryInterval: integer("60"),
  UnlockConnectorOnEVSideDisconnect: boolean("true"),
  WebSocketPingInterval: { ...integer("0"), afterReboot: true },
} as const satisfies Record<string, Key>;

export type KeyName = keyof typeof KEYS;
export type KeyValue = { readonly key: string; readonly readonly: boolean; readonly value?: string };

const NAMES = Object.keys(KEYS) as KeyName[];
const keyOf = (name: KeyName): Key => KEYS[name];
/** Key names are CiString: compared without regard to case. */
const findName = (name: string): KeyName | undefined =>
  NAMES.find((known) => known.toLowerCase() === name.toLowerCase());

/** The station's configuration keys. Only values that differ from the factory's are stored, so an idle station costs nothing. */
export class Configuration {
  readonly #flash: Flash;
  readonly #fixed: Readonly<Partial<Record<KeyName, string>>>;
  #untilReboot: Map<KeyName, string> | undefined;

  /** `factory` are this station's own defaults; a value changed earlier, found in the flash, wins over them. */
  constructor(flash: Flash, factory: Readonly<Partial<Record<KeyName, string>>>) {
    this.#flash = flash;
    this.#fixed = factory;
  }

  text(name: KeyName): string {
    return this.#untilReboot?.get(name) ?? this.#stored(name);
  }

  integer(name: KeyName): number {
    return Number(this.text(name));
  }

  isTrue(name: KeyName): boolean {
    return this.text(name).toLowerCase() === "true";
  }

  measurands(name: KeyName): readonly Measurand[] {
    const wanted = this.text(name)
      .split(",")
      .map((entry) => entry.trim());
    return MEASURANDS.filter((measurand) => wanted.includes(measurand));
  }

  /** The station's own changes, for example the heartbeat interval that a boot answer brings. */
  set(name: KeyName, value: string): void {
    if (this.text(name) !== value) this.#flash.configuration[name] = value;
  }

  /** ChangeConfiguration.req (OCPP 1.6 section 5.3). */
  change(rawName: string, value: string): ChangeOutcome {
    const name = findName(rawName);
    if (!name) return "NotSupported";
    const key = keyOf(name);
    if (key.readonly || !key.accepts?.(value)) return "Rejected";
    if (name === "AuthorizationKey") {
      this.#flash.passwordHex = value.toLowerCase();
      return "Accepted";
    }
    if (!key.afterReboot) {
      this.#flash.configuration[name] = value;
      return "Accepted";
    }
    this.#untilReboot ??= new Map();
    if (!this.#untilReboot.has(name)) this.#untilReboot.set(name, this.text(name));
    this.#flash.configuration[name] = value;
    return "RebootRequired";
  }

  /** GetConfiguration.req (section 5.8): no names means all. */
  list(names: readonly string[]): { configurationKey: KeyValue[]; unknownKey: string[] } {
    const found = names.length === 0 ? NAMES : names.map(findName).filter((name) => name !== undefined);
    return {
      configurationKey: found
        .filter((name) => names.length > 0 || !keyOf(name).writeOnly)
        .map((name) => ({
          key: name,
          readonly: keyOf(name).readonly === true,
          ...(!keyOf(name).writeOnly && { value: this.#stored(name) }),
        })),
      unknownKey: names.filter((name) => !findName(name)),
    };
  }

  /** After a boot the changes that waited for it apply. */
  rebooted(): void {
    this.#untilReboot = undefined;
  }

  #stored(name: KeyName): string {
    return this.#flash.configuration[name] ?? this.#fixed[name] ?? keyOf(name).initial;
  }
}
