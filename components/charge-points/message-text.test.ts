import { describe, expect, test } from "vitest";
import type { Message } from "./fold-messages.ts";
import { fieldsOf, framesOf, summaryOf } from "./message-text.ts";

const message = (more: Partial<Message>): Message => ({
  id: "1",
  at: "2026-01-01T00:00:00.000Z",
  direction: "in",
  messageId: "m1",
  action: "Heartbeat",
  request: {},
  raw: null,
  response: null,
  errorCode: null,
  errorDescription: null,
  answeredAt: null,
  quirks: [],
  ...more,
});

describe("what a message says", () => {
  test("fields carry their path", () => {
    expect(fieldsOf({ a: 1, b: [{ c: "x" }, { c: null }] })).toEqual([
      { path: "a", value: "1" },
      { path: "b[0].c", value: "x" },
      { path: "b[1].c", value: "null" },
    ]);
    expect(fieldsOf(null)).toEqual([]);
  });

  test.each([
    [
      "StatusNotification",
      { connectorId: 1, status: "Charging", errorCode: "NoError" },
      {},
      "connectorId 1 · status Charging",
    ],
    [
      "StatusNotification",
      { connectorId: 1, status: "Faulted", errorCode: "GroundFailure" },
      {},
      "connectorId 1 · status Faulted · errorCode GroundFailure",
    ],
    ["Authorize", { idTag: "CARD" }, { idTagInfo: { status: "Invalid" } }, "idTag CARD → status Invalid"],
    ["GetConfiguration", { key: ["A", "B"] }, { configurationKey: [] }, "key A B"],
    ["FromTheFuture", { a: 1 }, {}, ""],
  ])("%s in one line", (action, request, response, line) => {
    expect(summaryOf({ action, request, response })).toBe(line);
  });

  test("meter values show the newest samples with the standard's defaults (7.43)", () => {
    const meterValue = [
      { sampledValue: [{ value: "1" }] },
      { sampledValue: [{ value: "2" }, { value: "11000", measurand: "Power.Active.Import", unit: "W" }] },
    ];
    expect(summaryOf({ action: "MeterValues", request: { connectorId: 2, meterValue }, response: {} })).toBe(
      "connectorId 2 · Energy.Active.Import.Register 2 Wh · Power.Active.Import 11000 W",
    );
  });

  test("frames are those of OCPP-J, and what could not be read stands as it came", () => {
    expect(framesOf(message({ response: { currentTime: "x" } }))).toEqual({
      call: [2, "m1", "Heartbeat", {}],
      answer: [3, "m1", { currentTime: "x" }],
    });
    expect(framesOf(message({ errorCode: "NotSupported", errorDescription: "no" })).answer).toEqual([
      4,
      "m1",
      "NotSupported",
      "no",
      {},
    ]);
    expect(framesOf(message({ errorCode: "timeout" })).answer).toBeNull();
    expect(framesOf(message({ raw: "{broken", action: null })).call).toBe("{broken");
  });
});
