import fc from "fast-check";
import { OCPP16 } from "typed-ocpp";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  checkResponse,
  INBOUND,
  type InboundAction,
  isInboundAction,
  OUTBOUND,
  type OutboundAction,
  parseCommandResponse,
  parseInboundCall,
  parseOutboundRequest,
} from "./actions.ts";
import { understand } from "./understand.ts";

/** As much JSON Schema (draft 4 and 6) as the published schemas of OCPP 1.6 use. */
type JsonSchema = {
  type?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  enum?: string[];
  maxLength?: number;
  format?: string;
  multipleOf?: number;
};
const published = OCPP16.schemas as unknown as Record<string, JsonSchema>;

/** Values that are valid by a published schema. Integers stay in the 32 bits that stations count in. */
function valid(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case "object": {
      const fields = Object.entries(schema.properties ?? {}).map(([key, field]) => [key, valid(field)] as const);
      return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] });
    }
    case "array":
      return fc.array(valid(schema.items ?? {}), { maxLength: 4 });
    case "integer":
      return fc.integer();
    case "number":
      return fc.integer({ min: -1000, max: 1_000_000 }).map((tenths) => tenths / 10);
    case "boolean":
      return fc.boolean();
    default:
      return schema.format === "date-time" ? dateTimes : fc.string({ maxLength: schema.maxLength ?? 300 });
  }
}
const dateTimes = fc
  .tuple(
    fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
    fc.constantFrom("", ".1", ".123456"),
    fc.constantFrom("Z", "+02:00", "-11:30"),
  )
  .map(([date, fraction, zone]) => `${date.toISOString().slice(0, 19)}${fraction}${zone}`);

/** The oracle: valid by the published schema, which also means that it removes nothing as additional. */
function isPublishedRequest(action: string, payload: unknown): boolean {
  const call = structuredClone([2, "id", action, payload]);
  return OCPP16.validateCall(call) && JSON.stringify(call[3]) === JSON.stringify(payload);
}
function isPublishedResponse(action: string, payload: unknown): boolean {
  const result = structuredClone([3, "id", payload]) as OCPP16.UncheckedCallResult;
  const call = [2, "id", action, {}] as unknown as OCPP16.Call;
  return OCPP16.checkCallResult(result, call) && JSON.stringify(result[2]) === JSON.stringify(payload);
}

const inbound = Object.keys(INBOUND) as InboundAction[];
const outbound = Object.keys(OUTBOUND) as OutboundAction[];

describe("valid by the published schema is accepted without a quirk", () => {
  test.each(inbound)("%s from a charge point", (action) => {
    fc.assert(
      fc.property(valid(published[`${action}Request`] ?? {}), (payload) => {
        expect(isPublishedRequest(action, payload)).toBe(true);
        const parsed = parseInboundCall(action, payload);
        expect(parsed).toEqual({ ok: true, action, payload, quirks: [] });
        expect(parsed.ok && parsed.payload).toBe(payload);
      }),
    );
  });
  test.each(outbound)("the answer to %s", (action) => {
    fc.assert(
      fc.property(valid(published[`${action}Response`] ?? {}), (payload) => {
        expect(isPublishedResponse(action, payload)).toBe(true);
        expect(parseCommandResponse(action, payload)).toEqual({ ok: true, payload, quirks: [] });
      }),
    );
  });
});

/** What random values hardly reach: every field's type, length and enumeration, and which are required. */
function outline(schema: JsonSchema): unknown {
  if (schema.type === "array") return [outline(schema.items ?? {})];
  if (schema.type !== "object")
    return { type: schema.type, maxLength: schema.maxLength, enum: schema.enum?.toSorted() };
  const required = schema.required ?? [];
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([key, field]) => [
      required.includes(key) ? key : `${key}?`,
      outline(field),
    ]),
  );
}

describe("the outline of the published schema is ours", () => {
  test.each(Object.entries({ ...INBOUND, ...OUTBOUND }))("%s", (action, { request, response }) => {
    for (const [name, schema] of Object.entries({ Request: request, Response: response })) {
      expect(outline(z.toJSONSchema(schema) as JsonSchema)).toEqual(outline(published[`${action}${name}`] ?? {}));
    }
  });
});

/** Valid payloads with a random change: a value replaced, removed or added anywhere. */
const changed = (schema: JsonSchema) =>
  fc
    .tuple(valid(schema), fc.nat(30), fc.oneof(fc.jsonValue(), fc.constantFrom("Accepted", -1, 0.05, "", null)))
    .map(([payload, index, value]) => {
      const copy = structuredClone(payload) as Record<string, unknown>;
      const places: [Record<string, unknown>, string][] = [[copy, "extra"]];
      const walk = (node: unknown): void => {
        if (typeof node !== "object" || node === null) return;
        for (const [key, child] of Object.entries(node)) {
          places.push([node as Record<string, unknown>, key]);
          walk(child);
        }
      };
      walk(copy);
      const [parent, key] = places[index % places.length] ?? [copy, "extra"];
      parent[key] = value;
      return copy;
    });

describe("what we send is valid by the published schema", () => {
  test.each(outbound)("%s", (action) => {
    let accepted = 0;
    const schema = published[`${action}Request`] ?? {};
    fc.assert(
      fc.property(fc.oneof(valid(schema), changed(schema)), (body) => {
        const sent = attempt(() => parseOutboundRequest(action, body));
        if (sent === undefined) return;
        accepted++;
        expect(sent).toBe(body);
        expect(isPublishedRequest(action, sent)).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(0);
  });
  test.each(inbound)("our answer to %s", (action) => {
    let accepted = 0;
    const schema = published[`${action}Response`] ?? {};
    fc.assert(
      fc.property(fc.oneof(valid(schema), changed(schema)), (body) => {
        const sent = attempt(() => checkResponse(action, body as never));
        if (sent === undefined) return;
        accepted++;
        expect(isPublishedResponse(action, sent)).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(0);
  });
});

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    expect(error).toMatchObject({ name: "AppError" });
    return undefined;
  }
}

test("whatever comes gets a verdict, and what was understood is understood again without error", () => {
  for (const action of inbound) {
    const payloads = fc.oneof(changed(published[`${action}Request`] ?? {}), fc.jsonValue(), fc.anything());
    fc.assert(
      fc.property(payloads, (payload) => {
        const parsed = parseInboundCall(action, payload);
        if (parsed.ok) expect(parseInboundCall(action, parsed.payload).ok).toBe(true);
        else expect(parsed.error.description.length).toBeGreaterThan(0);
        if (!parsed.ok || parsed.quirks.length > 0) expect(isPublishedRequestSafe(action, payload)).toBe(false);
      }),
      { numRuns: 300 },
    );
  }
});
/** Published integers have no bound; ours end where JavaScript counts exactly. */
function isPublishedRequestSafe(action: string, payload: unknown): boolean {
  const json: unknown = JSON.parse(JSON.stringify(payload) ?? "null");
  const hasHuge = /\d{16}|e\+/.test(JSON.stringify(json));
  return !hasHuge && isSameJson(payload, json) && isPublishedRequest(action, json);
}
const isSameJson = (payload: unknown, json: unknown): boolean => {
  try {
    expect(payload).toStrictEqual(json);
    return true;
  } catch {
    return false; // not a value that JSON text can mean
  }
};

const start = { connectorId: 1, idTag: "TAG", meterStart: 100, timestamp: "2026-01-01T00:00:00Z" };
const stop = { transactionId: 7, meterStop: 200, timestamp: "2026-01-01T01:00:00Z" };
const statusOf = (extra: object) => ({ connectorId: 1, errorCode: "NoError", status: "Charging", ...extra });
const samples = (...sampledValue: unknown[]) => ({
  connectorId: 1,
  transactionId: 7,
  meterValue: [{ timestamp: "2026-01-01T00:00:00Z", sampledValue }],
});

describe("deviations of real stations are understood and named", () => {
  test.each<[string, InboundAction, unknown, object, string[]]>([
    [
      "a number as sample value (OpenEVSE)",
      "MeterValues",
      samples({ value: 604.213 }),
      samples({ value: "604.213" }),
      ["numberForText meterValue[0].sampledValue[0].value"],
    ],
    [
      "a unit in another case",
      "MeterValues",
      samples({ value: "1", unit: "kwh" }),
      samples({ value: "1", unit: "kWh" }),
      ["enumSpelling meterValue[0].sampledValue[0].unit"],
    ],
    [
      "a percent sign",
      "MeterValues",
      samples({ value: "1", unit: "%" }),
      samples({ value: "1", unit: "Percent" }),
      ["enumSpelling meterValue[0].sampledValue[0].unit"],
    ],
    [
      "the unit Hz",
      "MeterValues",
      samples({ value: "50", unit: "Hz" }),
      samples({ value: "50", unit: "Hz" }),
      ["enumUnknown meterValue[0].sampledValue[0].unit"],
    ],
    [
      "a wrong context (Alfen)",
      "MeterValues",
      samples({ value: "1", context: "Sample.Periodic.X" }),
      samples({ value: "1", context: "Sample.Periodic.X" }),
      ["enumUnknown meterValue[0].sampledValue[0].context"],
    ],
    [
      "an empty phase",
      "MeterValues",
      samples({ value: "1", phase: "" }),
      samples({ value: "1" }),
      ["emptyField meterValue[0].sampledValue[0].phase"],
    ],
    [
      "one bad sample among good ones",
      "MeterValues",
      samples({ value: "1" }, null, {}, { value: "2" }),
      samples({ value: "1" }, { value: "2" }),
      ["itemDropped meterValue[0].sampledValue[1]", "itemDropped meterValue[0].sampledValue[2]"],
    ],
    ["empty samples", "MeterValues", samples(), samples(), []],
    [
      "null samples",
      "MeterValues",
      { ...samples(), meterValue: [{ timestamp: "2026-01-01T00:00:00Z", sampledValue: null }] },
      samples(),
      ["nullField meterValue[0].sampledValue", "fieldMissing meterValue[0].sampledValue"],
    ],
    [
      "one sample without a list",
      "MeterValues",
      { ...samples(), meterValue: [{ timestamp: "2026-01-01T00:00:00Z", sampledValue: { value: "1" } }] },
      samples({ value: "1" }),
      ["singleForList meterValue[0].sampledValue"],
    ],
    [
      "a null transaction (AEFA, repaired)",
      "MeterValues",
      { ...samples(), transactionId: null },
      { connectorId: 1, meterValue: samples().meterValue },
      ["nullField transactionId"],
    ],
    [
      "numbers as text",
      "StartTransaction",
      { ...start, connectorId: "1", meterStart: " 100 " },
      start,
      ["textForNumber connectorId", "textForNumber meterStart"],
    ],
    [
      "an id tag as number",
      "StartTransaction",
      { ...start, idTag: 12345678 },
      { ...start, idTag: "12345678" },
      ["numberForText idTag"],
    ],
    [
      "a fractional register",
      "StartTransaction",
      { ...start, meterStart: "100.4" },
      start,
      ["textForNumber meterStart", "fractionForInteger meterStart"],
    ],
    [
      "an id tag of 34 characters",
      "StartTransaction",
      { ...start, idTag: "x".repeat(34) },
      { ...start, idTag: "x".repeat(34) },
      ["textTooLong idTag"],
    ],
    [
      "a time without zone",
      "StartTransaction",
      { ...start, timestamp: "2026-01-01T00:00:00" },
      { ...start, timestamp: "2026-01-01T00:00:00" },
      ["timeFormat timestamp"],
    ],
    [
      "no time",
      "StartTransaction",
      { ...start, timestamp: undefined },
      { ...start, timestamp: "" },
      ["fieldMissing timestamp"],
    ],
    [
      "a reservation that is none",
      "StartTransaction",
      { ...start, reservationId: {} },
      start,
      ["fieldDropped reservationId"],
    ],
    ["an unknown field", "StartTransaction", { ...start, x: 1 }, { ...start, x: 1 }, ["fieldUnknown x"]],
    [
      "an unknown errorCode (Legrand)",
      "StatusNotification",
      statusOf({ errorCode: "Error" }),
      statusOf({ errorCode: "Error" }),
      ["enumUnknown errorCode"],
    ],
    [
      "no errorCode",
      "StatusNotification",
      { connectorId: 1, status: "Charging" },
      statusOf({}),
      ["fieldMissing errorCode"],
    ],
    [
      "a status in another spelling",
      "StatusNotification",
      statusOf({ status: "suspended_ev" }),
      statusOf({ status: "SuspendedEV" }),
      ["enumSpelling status"],
    ],
    [
      "a status of OCPP 1.5",
      "StatusNotification",
      statusOf({ status: "Occupied" }),
      statusOf({ status: "Occupied" }),
      ["enumUnknown status"],
    ],
    [
      "an error code as number",
      "StatusNotification",
      statusOf({ vendorErrorCode: 0 }),
      statusOf({ vendorErrorCode: "0" }),
      ["numberForText vendorErrorCode"],
    ],
    [
      "a serial number of 34 characters",
      "BootNotification",
      { chargePointVendor: "V", chargePointModel: "M", chargePointSerialNumber: "s".repeat(34) },
      { chargePointVendor: "V", chargePointModel: "M", chargePointSerialNumber: "s".repeat(34) },
      ["textTooLong chargePointSerialNumber"],
    ],
    [
      "no transaction id",
      "StopTransaction",
      { ...stop, transactionId: null },
      { ...stop, transactionId: -1 },
      ["nullField transactionId", "fieldMissing transactionId"],
    ],
    ...["x", 1.5, 1e300, true].map((id): [string, InboundAction, unknown, object, string[]] => [
      `the transaction id ${id}`,
      "StopTransaction",
      { ...stop, transactionId: id },
      { ...stop, transactionId: -1 },
      ["numberUnreadable transactionId"],
    ]),
    ...["one", 1.5, 1e300].map((id): [string, InboundAction, unknown, object, string[]] => [
      `the connector ${id}`,
      "StartTransaction",
      { ...start, connectorId: id },
      { ...start, connectorId: -1 },
      ["numberUnreadable connectorId"],
    ]),
    [
      "no meterStop",
      "StopTransaction",
      { ...stop, meterStop: undefined },
      { ...stop, meterStop: -1 },
      ["fieldMissing meterStop"],
    ],
    [
      "an unknown reason",
      "StopTransaction",
      { ...stop, reason: "Timeout" },
      { ...stop, reason: "Timeout" },
      ["enumUnknown reason"],
    ],
    [
      "data that is an object",
      "DataTransfer",
      { vendorId: "V", data: { a: 1 } },
      { vendorId: "V", data: '{"a":1}' },
      ["jsonForText data"],
    ],
    ["fields in a Heartbeat", "Heartbeat", { a: 1 }, { a: 1 }, ["fieldUnknown a"]],
  ])("%s", (_, action, payload, expected, quirks) => {
    const parsed = parseInboundCall(action, payload);
    expect(parsed).toMatchObject({ ok: true, payload: expected });
    expect(parsed.ok && JSON.parse(JSON.stringify(parsed.payload))).toEqual(JSON.parse(JSON.stringify(expected)));
    expect(parsed.ok && parsed.quirks.map(({ code, path }) => `${code} ${path}`)).toEqual(quirks);
  });

  test.each<[OutboundAction, unknown, object, string[]]>([
    ["Reset", { status: "accepted" }, { status: "Accepted" }, ["enumSpelling"]],
    ["RemoteStartTransaction", { status: "Busy" }, { status: "Busy" }, ["enumUnknown"]],
    [
      "GetConfiguration",
      { configurationKey: [{ key: "A", readonly: "false", value: 5 }, { key: "B" }, {}], unknownKey: null },
      {
        configurationKey: [
          { key: "A", readonly: false, value: "5" },
          { key: "B", readonly: false },
        ],
      },
      ["textForBoolean", "numberForText", "fieldMissing", "itemDropped", "nullField"],
    ],
  ])("in the answer to %s", (action, payload, expected, quirks) => {
    const parsed = parseCommandResponse(action, payload);
    expect(parsed).toMatchObject({ ok: true, payload: expected });
    expect(parsed.ok && parsed.quirks.map(({ code }) => code)).toEqual(quirks);
  });
});

describe("what cannot be understood is refused with the violated constraint and the field", () => {
  test.each<[string, unknown, string, string]>([
    ["BootNotification", {}, "OccurenceConstraintViolation", "chargePointVendor is required"],
    ["Authorize", {}, "OccurenceConstraintViolation", "idTag is required"],
    ["Authorize", { idTag: { id: "x" } }, "TypeConstraintViolation", "idTag is not text"],
    ["Authorize", { idTag: "x".repeat(1001) }, "PropertyConstraintViolation", "idTag is far too long"],
    ["Authorize", { idTag: "電".repeat(334) }, "PropertyConstraintViolation", "idTag is far too long"],
    [
      "StartTransaction",
      { connectorId: 1, idTag: "x", meterStart: 0, timestamp: "x".repeat(1001) },
      "PropertyConstraintViolation",
      "timestamp is far too long",
    ],
    ["StartTransaction", { ...start, meterStart: "one" }, "TypeConstraintViolation", "meterStart is not a number"],
    [
      "StartTransaction",
      { ...start, meterStart: 1e300 },
      "PropertyConstraintViolation",
      "meterStart is not a number within its bounds",
    ],
    [
      "StatusNotification",
      { connectorId: 1, errorCode: "NoError" },
      "OccurenceConstraintViolation",
      "status is required",
    ],
    ["MeterValues", { connectorId: 1, meterValue: "none" }, "TypeConstraintViolation", "meterValue is not a list"],
    ["Heartbeat", "x", "FormationViolation", "payload is not an object"],
    ["Reset", { type: "Hard" }, "NotSupported", "action Reset"],
    ["SignCertificate", { csr: "x" }, "NotSupported", "action SignCertificate"],
    ["TransactionEvent", {}, "NotImplemented", "action TransactionEvent"],
    ["toString", {}, "NotImplemented", "action toString"],
    ["__proto__", {}, "NotImplemented", "action __proto__"],
  ])("%s %j", (action, payload, code, description) => {
    expect(parseInboundCall(action, payload)).toEqual({ ok: false, error: { code, description } });
  });
});

describe("commands are checked strictly", () => {
  test.each<[string, unknown, RegExp]>([
    ["Reset", { type: "hard" }, /Reset request: type: /],
    ["Reset", { type: "Hard", force: true }, /force: unknown field/],
    ["Reset", JSON.parse('{"type":"Hard","__proto__":{}}'), /unknown field/],
    ["UnlockConnector", { connectorId: "1" }, /connectorId: /],
    ["RemoteStartTransaction", { idTag: "x".repeat(21) }, /idTag: /],
    ["ChangeConfiguration", { key: "A" }, /value: /],
    ["Authorize", { idTag: "x" }, /not a command/],
    ["Nonsense", {}, /not a command/],
  ])("%s %j is invalid", (action, body, message) => {
    expect(() => parseOutboundRequest(action, body)).toThrow(message);
  });
  test("free forms that certification needs are possible", () => {
    for (const [action, body] of [
      ["TriggerMessage", { requestedMessage: "MeterValues", connectorId: 99 }],
      ["RemoteStopTransaction", { transactionId: -5 }],
      ["ChangeConfiguration", { key: "MeterValueSampleInterval", value: "-1" }],
      ["GetConfiguration", { key: [] }],
    ] as const) {
      expect(parseOutboundRequest(action, body)).toBe(body);
    }
  });
  test("a transaction id of ours is positive: firmware takes 0 for none", () => {
    expect(() => checkResponse("StartTransaction", { transactionId: 0, idTagInfo: { status: "Invalid" } })).toThrow(
      /transactionId/,
    );
  });
});

test("every inbound schema has a tolerant reading for each of its fields", () => {
  const schemas = [
    ...Object.values(INBOUND).map(({ request }) => request),
    ...Object.values(OUTBOUND).map(({ response }) => response),
  ];
  const garbage = fc.dictionary(
    fc.constantFrom(...schemas.flatMap((schema) => Object.keys(schema.shape))),
    fc.jsonValue(),
  );
  for (const schema of schemas) fc.assert(fc.property(garbage, (payload) => void understand(schema, payload)));
  expect(isInboundAction("constructor")).toBe(false);
});
