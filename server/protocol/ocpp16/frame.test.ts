import fc from "fast-check";
import { OCPP16 } from "typed-ocpp";
import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS, decodeFrame, encodeCall, encodeCallError, encodeCallResult } from "./frame.ts";
import { OCPP_ERROR_CODES } from "./ocpp-error.ts";
import { repairJson } from "./repair-json.ts";

const codes = (frame: ReturnType<typeof decodeFrame>) =>
  "quirks" in frame ? frame.quirks.map(({ code }) => code) : null;

describe("well-formed frames", () => {
  test("CALL, CALLRESULT and CALLERROR", () => {
    expect(decodeFrame('[2,"a","Heartbeat",{}]')).toEqual({
      kind: "call",
      id: "a",
      action: "Heartbeat",
      payload: {},
      quirks: [],
    });
    expect(decodeFrame('[3,"a",{"status":"Accepted"}]')).toEqual({
      kind: "callResult",
      id: "a",
      payload: { status: "Accepted" },
      quirks: [],
    });
    expect(decodeFrame('[4,"a","GenericError","no",{"x":1}]')).toEqual({
      kind: "callError",
      id: "a",
      code: "GenericError",
      description: "no",
      details: { x: 1 },
      quirks: [],
    });
  });
  test("a byte order mark, in bytes and in text", () => {
    const text = '\ufeff[2,"ä","Heartbeat",{}]';
    for (const frame of [text, new TextEncoder().encode(text)]) {
      expect(decodeFrame(frame)).toMatchObject({ kind: "call", id: "ä", quirks: [] });
    }
  });
  test("unknown message types are ignored (OCPP-J 1.6, 4.1.3)", () => {
    expect(decodeFrame('[6,"a","NotifyPeriodicEventStream",{}]')).toEqual({ kind: "ignored", messageType: 6 });
  });
});

describe("understood with a quirk", () => {
  test.each<[string, string, object, string[]]>([
    ["null for an empty payload is legal", '[2,"a","Heartbeat",null]', { kind: "call", payload: {} }, []],
    ["no payload", '[2,"a","Heartbeat"]', { kind: "call", payload: {} }, ["elementsMissing"]],
    ["an empty list as payload", '[2,"a","Heartbeat",[]]', { kind: "call", payload: {} }, ["payloadNotObject"]],
    ["extra elements", '[2,"a","Heartbeat",{},1]', { kind: "call" }, ["elementsExtra"]],
    ["an id that is a number", '[2,7,"Heartbeat",{}]', { kind: "call", id: "7" }, ["idNotText"]],
    ["an id of 37 characters", `[2,"${"x".repeat(37)}","Heartbeat",{}]`, { kind: "call" }, ["idTooLong"]],
    ["an empty id", '[3,"",{}]', { kind: "callResult", id: "" }, ["idEmpty"]],
    ["a message type as text", '["3","a",{}]', { kind: "callResult", id: "a" }, ["messageTypeAsText"]],
    ["a result without payload", '[3,"a"]', { kind: "callResult", payload: {} }, ["elementsMissing"]],
    [
      "error details as text",
      '[4,"a","GenericError","no","why"]',
      { details: { received: "why" } },
      ["errorDetailsNotObject"],
    ],
    [
      "a bare error code",
      '[4,"a","NotSupported"]',
      { code: "NotSupported", description: "", details: {} },
      ["elementsMissing"],
    ],
    ["an invented error code", '[4,"a","Oops","",{}]', { code: "Oops" }, []],
    ["no error code", '[4,"a"]', { code: "GenericError" }, ["elementsMissing", "unknownErrorCode"]],
    [
      "a missing value (AEFA)",
      '[2,"a","MeterValues",{"connectorId":1,"transactionId":,"meterValue":[]}]',
      { payload: { connectorId: 1, transactionId: null, meterValue: [] } },
      ["repairedJson"],
    ],
    [
      "a comma before the first item (ZJ Beny)",
      '[2,"a","MeterValues",{"meterValue":[{"sampledValue":[,{"value":":,[,"}]}]}]',
      { payload: { meterValue: [{ sampledValue: [{ value: ":,[," }] }] } },
      ["repairedJson"],
    ],
    [
      "characters a database refuses",
      '[2,"a","X",{"k":"a\\u0000b\\ud800"}]',
      { payload: { k: "ab\ufffd" } },
      ["unstorableText"],
    ],
  ])("%s", (_, text, expected, quirks) => {
    const frame = decodeFrame(text);
    expect(frame).toMatchObject(expected);
    expect(codes(frame)).toEqual(quirks);
  });
  test("bytes that are no UTF-8", () => {
    const frame = decodeFrame(
      Uint8Array.from([...new TextEncoder().encode('[2,"a","'), 0xff, ...new TextEncoder().encode('",{}]')]),
    );
    expect(codes(frame)).toEqual(["invalidUtf8"]);
  });
});

describe("malformed frames say whether an answer is due", () => {
  test.each<[string, string, object]>([
    ["no JSON at all", "hello", { messageType: null, id: null, answer: null }],
    ["an empty frame", "", { id: null, answer: null }],
    ["an object", '{"a":1}', { id: null, answer: null }],
    ["an empty list", "[]", { id: null, answer: null }],
    [
      "a CALL cut short",
      '[2,"abc","Heartbeat",{',
      { messageType: 2, id: "abc", answer: { code: "FormationViolation" } },
    ],
    ["a result cut short", '[3,"abc",{"status"', { messageType: 3, id: "abc", answer: null }],
    ["a CALL without action", '[2,"abc"]', { id: "abc", answer: { code: "FormationViolation" } }],
    ["a CALL with text as payload", '[2,"abc","Heartbeat","x"]', { id: "abc", answer: { code: "FormationViolation" } }],
    [
      "a CALL with a list as payload",
      '[2,"abc","Heartbeat",[1]]',
      { id: "abc", answer: { code: "FormationViolation" } },
    ],
    ["a CALL without a usable id", '[2,{},"Heartbeat",{}]', { messageType: 2, id: null, answer: null }],
    ["a result with text as payload", '[3,"abc","x"]', { messageType: 3, id: "abc", answer: null }],
    [
      "too deep",
      `[2,"abc","X",${'{"a":'.repeat(100)}1${"}".repeat(100)}]`,
      { id: "abc", answer: { code: "FormationViolation" } },
    ],
  ])("%s", (_, text, expected) => {
    expect(decodeFrame(text)).toMatchObject({ kind: "malformed", ...expected });
  });
  test("too large, as text and as bytes", () => {
    const text = `[2,"abc","X",{"a":"${"x".repeat(100)}"}]`;
    const limits = { ...DEFAULT_LIMITS, maxBytes: 100 };
    for (const input of [text, new TextEncoder().encode(text)]) {
      expect(decodeFrame(input, limits)).toMatchObject({
        kind: "malformed",
        id: "abc",
        answer: { code: "FormationViolation" },
      });
    }
  });
});

test("a key __proto__ changes nothing", () => {
  for (const key of ["__proto__", "\\u005f_proto__", "__proto\\u0000__"]) {
    const frame = decodeFrame(`[2,"a","X",{"${key}":{"isAdmin":true},"b":{"${key}":1}}]`);
    expect(frame).toMatchObject({ kind: "call", payload: { b: {} } });
    expect(codes(frame)).toEqual(["unstorableText", "unstorableText"]);
    expect(Object.getPrototypeOf(frame.kind === "call" ? frame.payload : {})).toBe(Object.prototype);
    expect(Object.keys(frame.kind === "call" ? frame.payload : {})).toEqual(["b"]);
  }
  expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
});

test("brackets inside strings do not count as depth, escaped quotes do not end strings", () => {
  expect(decodeFrame(JSON.stringify([2, "a", "X", { t: `\\"${"[".repeat(100)}\\` }]))).toMatchObject({
    kind: "call",
    quirks: [],
  });
});

test("hostile frames of the largest size take no more than linear time", () => {
  const size = DEFAULT_LIMITS.maxBytes - 50;
  for (const filler of ["[", '"', '\\"', ":", "[,", ": ", "\\", "9", '"a":,', " "]) {
    const startedMs = performance.now();
    decodeFrame(`[2,"abc","X",{"a":${filler.repeat(size / filler.length)}`);
    decodeFrame(`[2,"abc","X",{"a":"${filler.repeat(size / filler.length)}`);
    expect(performance.now() - startedMs).toBeLessThan(2000);
  }
});

test("never throws and always gives a verdict", () => {
  const kinds = ["call", "callResult", "callError", "ignored", "malformed"];
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.json(),
    fc.array(fc.jsonValue(), { maxLength: 6 }).map((value) => JSON.stringify(value)),
    fc
      .tuple(fc.constantFrom(2, 3, 4, 5, "2", null), fc.jsonValue(), fc.jsonValue(), fc.jsonValue())
      .map((value) => JSON.stringify(value)),
    fc.array(fc.constantFrom("[", "]", "{", "}", ",", ":", '"', "2", '"id"', "\\", " ")).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(texts, (text) => void expect(kinds).toContain(decodeFrame(text).kind)),
    { numRuns: 2000 },
  );
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void expect(kinds).toContain(decodeFrame(bytes).kind)));
});

test("the repair leaves sound JSON as it is", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(repairJson(text)).toBe(text);
    }),
  );
});

test("what we encode is what we decode, and valid by the published schemas", () => {
  const id = fc.string({ minLength: 1, maxLength: 36, unit: "grapheme-ascii" });
  const details = fc.dictionary(
    fc.string({ unit: "grapheme-ascii" }).filter((key) => key !== "__proto__"),
    fc.string({ unit: "grapheme-ascii" }),
  );
  const description = fc.string({ maxLength: 400, unit: "grapheme-ascii" });
  fc.assert(
    fc.property(id, description, details, fc.constantFrom(...OCPP_ERROR_CODES), (id, text, payload, code) => {
      expect(decodeFrame(encodeCall(id, "Reset", payload))).toMatchObject({
        kind: "call",
        id,
        action: "Reset",
        payload,
      });
      expect(decodeFrame(encodeCallResult(id, payload))).toMatchObject({ kind: "callResult", id, payload });
      const error = encodeCallError(id, code, text, payload);
      expect(decodeFrame(error)).toEqual({
        kind: "callError",
        id,
        code,
        description: text.slice(0, 255),
        details: payload,
        quirks: [],
      });
      expect(JSON.parse(error)).toHaveLength(5);
      // The oracle spells this one code as 2.0.1 does; the errata of 1.6 keep the misspelling.
      if (code !== "OccurenceConstraintViolation") expect(OCPP16.validateCallError(JSON.parse(error))).toBe(true);
    }),
  );
  expect(JSON.parse(encodeCallError("a", "GenericError"))).toEqual([4, "a", "GenericError", "", {}]);
});
