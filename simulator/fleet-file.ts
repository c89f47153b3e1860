import type { FleetStation } from "./fleet.ts";
import type { ConnectorSpec } from "./power.ts";

export type FleetFile = {
  readonly stations: readonly FleetStation[];
  readonly idTags: readonly string[];
  readonly unknownIdTags: readonly string[];
  readonly speed: number | undefined;
};

/**
 * Reads a fleet description; see README for the shape.
 * @throws Error that names the first wrong field.
 */
export function parseFleetFile(text: string): FleetFile {
  const file = asObject(JSON.parse(text), "the file");
  const stations = asList(file.stations, "stations").map(parseStation);
  const twice = stations.find(
    ({ identity }, index) => stations.findIndex((one) => one.identity === identity) !== index,
  );
  if (twice) throw new Error(`stations: the identity ${twice.identity} appears twice`);
  return {
    stations,
    idTags: asList(file.idTags ?? [], "idTags").map((tag, index) => asText(tag, `idTags[${index}]`)),
    unknownIdTags: asList(file.unknownIdTags ?? [], "unknownIdTags").map((tag, index) =>
      asText(tag, `unknownIdTags[${index}]`),
    ),
    speed: file.speed === undefined ? undefined : asPositive(file.speed, "speed"),
  };
}

function parseStation(value: unknown, index: number): FleetStation {
  const where = `stations[${index}]`;
  const station = asObject(value, where);
  const url = asText(station.url, `${where}.url`);
  if (!/^wss?:\/\//.test(url)) throw new Error(`${where}.url must begin with ws:// or wss://`);
  const optional = (field: "password" | "vendor" | "model") =>
    station[field] === undefined ? {} : { [field]: asText(station[field], `${where}.${field}`) };
  return {
    identity: asText(station.identity, `${where}.identity`),
    url,
    ...optional("password"),
    ...optional("vendor"),
    ...optional("model"),
    ...(station.connectors !== undefined && {
      connectors: asList(station.connectors, `${where}.connectors`).map((connector, place) =>
        parseConnector(connector, `${where}.connectors[${place}]`),
      ),
    }),
  };
}

function parseConnector(value: unknown, where: string): ConnectorSpec {
  const connector = asObject(value, where);
  const { kind, phases } = connector;
  if (kind !== "AC" && kind !== "DC") throw new Error(`${where}.kind must be AC or DC`);
  if (phases !== undefined && phases !== 1 && phases !== 3) throw new Error(`${where}.phases must be 1 or 3`);
  return { kind, powerW: asPositive(connector.powerW, `${where}.powerW`), ...(phases !== undefined && { phases }) };
}

function asObject(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`${where} must be an object`);
  return value as Record<string, unknown>;
}

function asList(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`${where} must be a list`);
  return value;
}

function asText(value: unknown, where: string): string {
  if (typeof value !== "string" || value === "") throw new Error(`${where} must be a text that is not empty`);
  return value;
}

function asPositive(value: unknown, where: string): number {
  if (typeof value !== "number" || !(value > 0)) throw new Error(`${where} must be a number above 0`);
  return value;
}
