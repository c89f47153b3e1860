import { parseArgs } from "node:util";
import { stationUrl } from "./charge-point.ts";
import type { FleetStation } from "./fleet.ts";
import { type FleetFile, parseFleetFile } from "./fleet-file.ts";
import type { ConnectorSpec } from "./power.ts";

export const HELP = `Runs a fleet of simulated OCPP 1.6-J charge points.

  node simulator/cli.ts --url ws://localhost:3000/ocpp/demo --stations 50
  node simulator/cli.ts --fleet fleet.json

  --url URL           address of the CSMS without the identity
  --stations N        number of stations (default 10)
  --prefix TEXT       identities are TEXT-0001, TEXT-0002, … (default SIM)
  --password TEXT     Basic auth password of every station; hex:… for bytes
  --connectors N      connectors per station (default 2); every fourth station is DC
  --id-tag TAG        a card that the CSMS accepts; may be repeated (default PREFIX-CARD-1 … one per connector)
  --unknown-id-tag T  a card that it does not know; may be repeated
  --fleet FILE        stations, addresses, passwords and cards from a JSON file instead of the above
  --speed N           makes batteries and waits N times shorter (default 10)
  --seed N            seed of everything random (default 1)
  --sample S          seconds between meter values (default 5)
  --idle              stations only, no drivers and no faults
  --state FILE        keep what stations store over a restart (queues, open sessions) in FILE
  --graceful          on SIGINT/SIGTERM end sessions and deliver queues; otherwise it is like a power loss
  --help              this text`;

export type CliOptions = FleetFile & {
  readonly speed: number;
  readonly seed: number;
  readonly sampleIntervalS: number;
  readonly hasDrivers: boolean;
  readonly isGraceful: boolean;
  readonly stateFile: string | undefined;
};

const DC_EVERY = 4;

/**
 * @param readFile reads the fleet file named by --fleet.
 * @returns "help" when that is all that was asked for.
 * @throws Error with a sentence for the user when an argument is wrong.
 */
export function parseCliOptions(args: readonly string[], readFile: (path: string) => string): CliOptions | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: "string" },
      stations: { type: "string", default: "10" },
      prefix: { type: "string", default: "SIM" },
      password: { type: "string" },
      connectors: { type: "string", default: "2" },
      "id-tag": { type: "string", multiple: true },
      "unknown-id-tag": { type: "string", multiple: true },
      fleet: { type: "string" },
      speed: { type: "string" },
      seed: { type: "string", default: "1" },
      sample: { type: "string", default: "5" },
      idle: { type: "boolean", default: false },
      state: { type: "string" },
      graceful: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const hasDrivers = !values.idle;
  const file =
    values.fleet === undefined
      ? describeFleet(values.url, values, wholeNumber(values.stations, "--stations"))
      : parseFleetFile(readFile(values.fleet));
  const idTags = values["id-tag"] ?? file.idTags;
  if (hasDrivers && idTags.length === 0)
    throw new Error("no id tags: name some in the file or with --id-tag, or use --idle");
  return {
    stations: file.stations,
    idTags,
    unknownIdTags: values["unknown-id-tag"] ?? file.unknownIdTags,
    speed: values.speed === undefined ? (file.speed ?? 10) : positive(values.speed, "--speed"),
    seed: wholeNumber(values.seed, "--seed"),
    sampleIntervalS: wholeNumber(values.sample, "--sample"),
    hasDrivers,
    isGraceful: values.graceful,
    stateFile: values.state,
  };
}

function describeFleet(
  url: string | undefined,
  values: { readonly prefix: string; readonly password?: string | undefined; readonly connectors: string },
  count: number,
): FleetFile {
  if (url === undefined) throw new Error("say where to connect: --url ws://… or --fleet FILE");
  if (!/^wss?:\/\//.test(url)) throw new Error("--url must begin with ws:// or wss://");
  const connectorCount = wholeNumber(values.connectors, "--connectors");
  if (connectorCount < 1) throw new Error("--connectors must be at least 1");
  const stations = Array.from({ length: count }, (_, index): FleetStation => {
    const identity = `${values.prefix}-${String(index + 1).padStart(4, "0")}`;
    const spec: ConnectorSpec =
      index % DC_EVERY === DC_EVERY - 1 ? { kind: "DC", powerW: 150_000 } : { kind: "AC", powerW: 22_000 };
    return {
      identity,
      url: stationUrl(url, identity),
      connectors: Array<ConnectorSpec>(connectorCount).fill(spec),
      ...(values.password !== undefined && { password: values.password }),
    };
  });
  // IdToken is at most 20 characters (OCPP 1.6 section 7.28).
  const cards = Array.from({ length: count * connectorCount }, (_, index) => `${values.prefix}-CARD-${index + 1}`);
  return {
    stations,
    idTags: cards.map((card) => card.slice(-20)),
    unknownIdTags: ["NOBODY-KNOWS-ME"],
    speed: undefined,
  };
}

function positive(text: string, name: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new Error(`${name} must be a number above 0, not ${text}`);
  return value;
}

function wholeNumber(text: string, name: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} must be a whole number, not ${text}`);
  return Number(text);
}
