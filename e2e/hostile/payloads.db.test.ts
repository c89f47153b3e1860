import { expect, test } from "vitest";
import { CARD } from "./server.ts";
import { attack, setStage } from "./stage.ts";

const stage = setStage();
const now = (): string => new Date().toISOString();

/** The CALLERROR code that is due, or null: understood and kept. */
type Verdict = "OccurenceConstraintViolation" | "TypeConstraintViolation" | "PropertyConstraintViolation" | null;
const [missing, type, property] = [
  "OccurenceConstraintViolation",
  "TypeConstraintViolation",
  "PropertyConstraintViolation",
] as const;

/** A field that is not there. */
const ABSENT = undefined;
const NESTED = [[{ a: [{ b: {} }] }]];

type Values = readonly (readonly [value: unknown, verdict: Verdict])[];

/** A required text of so many characters: longer ones are kept, absurd ones refused. */
const text = (most: number): Values => [
  [ABSENT, missing],
  [null, missing],
  [{}, type],
  [[], type],
  [NESTED, type],
  ["", null],
  [5, null],
  [true, null],
  ["x".repeat(most), null],
  ["x".repeat(most + 1), null],
  ["x".repeat(1_001), property],
  ["x".repeat(100_000), property],
  ["\u0000\ud800", null],
  ["'; drop table session; --", null],
  ["ü€😀", null],
];
/** An integer; `whenAbsent` is what its absence and null mean; the last pair is for what is no number, and for one beyond bounds. */
const integer = (
  whenAbsent: Verdict,
  fraction: Verdict,
  [unreadable, beyond]: readonly [Verdict, Verdict] = [type, property],
): Values => [
  [ABSENT, whenAbsent],
  [null, whenAbsent],
  ["", whenAbsent],
  ["x", unreadable],
  ["0x10", unreadable],
  ["1e400", unreadable],
  [true, unreadable],
  [{}, unreadable],
  [NESTED, unreadable],
  [1.5, fraction],
  ["1.5", fraction],
  [2 ** 53, beyond],
  [1e300, beyond],
  ["1", null],
  [" 1 ", null],
  ["1e0", null],
  [1, null],
];
/** What cannot be read is no reason to refuse a fact. */
const KEPT = [null, null] as const;
const connector: Values = [...integer(missing, null, KEPT), [-1, null], [256, null], [2 ** 31, null], [255, null]];
const time: Values = [
  [ABSENT, null],
  [null, null],
  ["", null],
  ["garbage", null],
  ["x".repeat(1_001), property],
  [0, null],
  [{}, type],
  [NESTED, type],
];
/** A list of meter values. */
const values: Values = [
  [ABSENT, null],
  [null, null],
  [[], null],
  [{}, null],
  [[null, 5, "x", [], {}], null],
  [[{ timestamp: "x", sampledValue: {} }], null],
  [[{ timestamp: "2026-01-01T00:00:00Z", sampledValue: [{ value: {} }, { value: NESTED }, {}] }], null],
];
/** What need not be there is left out when it cannot be read. */
const optional: Values = [
  [ABSENT, null],
  [null, null],
  [{}, null],
  [NESTED, null],
  ["x", null],
  [5, null],
  ["x".repeat(100_000), null],
];

const FIELDS: Readonly<Record<string, { readonly valid: object; readonly fields: Readonly<Record<string, Values>> }>> =
  {
    Authorize: { valid: { idTag: CARD }, fields: { idTag: text(20), unknown: optional } },
    BootNotification: {
      valid: { chargePointVendor: "V", chargePointModel: "M" },
      fields: {
        chargePointVendor: text(20),
        chargePointModel: text(20),
        chargePointSerialNumber: optional,
        firmwareVersion: optional,
      },
    },
    DataTransfer: {
      valid: { vendorId: "V" },
      fields: { vendorId: text(255), messageId: optional, data: optional },
    },
    Heartbeat: { valid: {}, fields: { unknown: optional } },
    MeterValues: {
      valid: { connectorId: 1, meterValue: [] },
      fields: {
        connectorId: connector,
        meterValue: [...values, ["x", type], [5, type]],
        transactionId: [...optional, [2 ** 31, null], [1e300, null], [-1, null], [0, null]],
      },
    },
    StartTransaction: {
      valid: { connectorId: 1, idTag: CARD, meterStart: 0, timestamp: "2026-01-01T00:00:00Z" },
      fields: {
        connectorId: connector,
        idTag: text(20),
        meterStart: [...integer(missing, null), [-1, null], [2 ** 53 - 1, null], [-(2 ** 53) + 1, null]],
        timestamp: time,
        reservationId: [...optional, [2 ** 31, null], [-1, null]],
      },
    },
    StatusNotification: {
      valid: { connectorId: 1, status: "Available", errorCode: "NoError" },
      fields: {
        connectorId: [...connector, [0, null]],
        status: [
          [ABSENT, missing],
          [null, missing],
          ["", missing],
          [{}, type],
          ["x".repeat(1_001), property],
          ["Weird", null],
          ["available", null],
        ],
        errorCode: [
          [ABSENT, null],
          [null, null],
          [{}, type],
          ["Error", null],
          ["x".repeat(1_001), property],
        ],
        info: optional,
        timestamp: optional,
        vendorErrorCode: optional,
      },
    },
    StopTransaction: {
      valid: { transactionId: 0, meterStop: 0, timestamp: "2026-01-01T00:00:00Z" },
      fields: {
        transactionId: [...integer(null, null, KEPT), [-1, null], [2 ** 31, null], [2 ** 53 - 1, null]],
        meterStop: [...integer(null, null, KEPT), [-1, null], [2 ** 53 - 1, null]],
        timestamp: time,
        idTag: optional,
        reason: optional,
        transactionData: [...values, ["x", null], [5, null]],
      },
    },
  };

const shown = (value: unknown): string =>
  value === ABSENT ? "absent" : JSON.stringify(value).slice(0, 40).replaceAll("%", "");

attack(stage, "every field of every message of the Core profile", () => {
  const cases = Object.entries(FIELDS).flatMap(([action, { valid, fields }]) =>
    Object.entries(fields).map(([field, list]) => ({ name: `${action}.${field}`, action, valid, field, list })),
  );

  test.each(cases)("$name", async ({ action, valid, field, list }) => {
    const attacker = await stage.attacker();
    const heard: unknown[] = [];
    const due: unknown[] = [];
    for (const [index, [value, verdict]] of list.entries()) {
      const id = `${index}: ${shown(value)}`;
      const { [field]: _, ...others } = valid as Record<string, unknown>;
      const payload = value === ABSENT ? others : { ...others, [field]: value };
      const answer = await attacker.call(id, action, payload);
      heard.push(answer[0] === 3 ? [3, id] : answer);
      due.push(verdict === null ? [3, id] : [4, id, verdict, expect.stringContaining(field), {}]);
    }
    expect(heard).toEqual(due);
    // Each is in the message log, the refused ones with their code.
    const rows = (await stage.log(attacker.station, list.length)).filter((row) => row.action === action);
    const logged = new Map(rows.map((row) => [row.message_id, row.error_code]));
    expect(list.map(([value], index) => logged.get(`${index}: ${shown(value)}`))).toEqual(
      list.map(([, verdict]) => verdict),
    );
    attacker.socket.terminate();
  });

  test("numbers that JSON has and no column holds", async () => {
    const attacker = await stage.attacker();
    const start = (id: string, fields: string) =>
      attacker.exchange(
        `[2,"${id}","StartTransaction",{"connectorId":1,"idTag":"${CARD}","timestamp":"${now()}",${fields}}]`,
      );
    for (const meterStart of ["1e400", "-1e400", "18446744073709551616", "9223372036854775807", "1e16"]) {
      expect(await start(meterStart, `"meterStart":${meterStart}`)).toEqual([
        [4, meterStart, property, expect.stringContaining("meterStart"), {}],
      ]);
    }
    for (const meterStart of ["-0", "1e2", "1.0", "9007199254740991", '"9007199254740991"', "0.1e1"]) {
      const id = meterStart.replaceAll('"', "'");
      expect(await start(id, `"meterStart":${meterStart}`)).toEqual([
        [3, id, { transactionId: expect.any(Number), idTagInfo: expect.objectContaining({ status: "Accepted" }) }],
      ]);
    }
    attacker.socket.terminate();
  });

  test("keys that are no fields: of prototypes, twice the same, thousands", async () => {
    const attacker = await stage.attacker();
    const many = Array.from({ length: 20_000 }, (_, index) => `"k${index}":${index}`).join(",");
    for (const [id, fields] of [
      ["proto", '"__proto__":{"connectorId":9},"constructor":{"prototype":{"x":1}}'],
      ["twice", '"connectorId":2,"connectorId":1'],
      ["many", many],
      ["empty", '"":"","\\u0000":1'],
    ] as const) {
      const heard = await attacker.exchange(
        `[2,"${id}","StatusNotification",{"connectorId":1,"status":"Available","errorCode":"NoError",${fields}}]`,
      );
      expect(heard).toEqual([[3, id, {}]]);
    }
    const rows = await stage.database.owner.sql`
      select distinct connector_number from connector_status where charge_point_id = ${attacker.station.chargePointId}`;
    expect(rows).toEqual([{ connector_number: 1 }]);
    attacker.socket.terminate();
  });

  test("a text as long as is tolerated, in the widest characters, is no more than the indexes hold", async () => {
    const attacker = await stage.attacker();
    // No two alike, so that nothing can be compressed.
    const wide = (length: number) =>
      Array.from({ length }, (_, index) => String.fromCodePoint(0x4e00 + ((index * 7919) % 20_000))).join("");
    for (const length of [300, 333, 500, 1_000]) {
      const start = { connectorId: 1, idTag: wide(length), meterStart: 0, timestamp: wide(length) };
      const [, , answer] = await attacker.call(`wide-${length}`, "StartTransaction", start);
      expect(answer).not.toBe("InternalError");
    }
    attacker.socket.terminate();
  });
});
