import { expect, test } from "vitest";
import { CARD } from "./server.ts";
import { attack, setStage } from "./stage.ts";

const stage = setStage();

type Answer = readonly [3, string] | readonly [4, string, string];
type Log = { readonly error?: string; readonly reason?: RegExp; readonly quirk?: string };
type Case = readonly [frame: string, answer: Answer | null, log?: Log];

const heartbeat = (id: string): string => `[2,${id},"Heartbeat",{}]`;
const shown = (frame: string): string => (frame.length > 90 ? `${frame.slice(0, 80)}… (${frame.length})` : frame);
const named = (cases: readonly Case[]) => cases.map((one) => ({ name: shown(one[0]), one }));

const refused = (id: string, error: string): readonly [Answer, Log] => [[4, id, error], { error }];
const unheard = (reason: RegExp): readonly [null, Log] => [null, { reason }];
const notJson = unheard(/not JSON/);
const noList = unheard(/not a list/);
const noType = unheard(/does not start with a message type/);
const noId = unheard(/message id is missing/);
const otherType = unheard(/unknown message type/);
const unasked = unheard(/no call of ours waits/);

const check = async (frame: string, answer: Answer | null, log: Log = {}): Promise<void> => {
  const attacker = await stage.attacker();
  const [heard, ...more] = await attacker.exchange(frame);
  expect(more).toEqual([]);
  if (answer === null) expect(heard).toBeUndefined();
  else if (answer[0] === 3) expect(heard).toEqual([...answer, expect.any(Object)]);
  else expect(heard).toEqual([...answer, expect.any(String), {}]);
  const [row, ...others] = await stage.log(attacker.station);
  expect(others).toEqual([]);
  expect(row?.error_code ?? null).toBe(log.error ?? null);
  expect(row?.error_description ?? "").toMatch(log.reason ?? /^/);
  if (log.quirk) expect(row?.quirks).toContain(log.quirk);
  // What no handler saw is there as it came, what one did see by its words.
  if (row?.request == null) expect(frame.replaceAll("\u0000", "\ufffd").startsWith(row?.raw ?? "nothing")).toBe(true);
  attacker.socket.terminate();
};

attack(stage, "what is no frame", () => {
  test.each(
    named([
      ["", ...notJson],
      [" ", ...notJson],
      ["nonsense", ...notJson],
      ["[2,", ...notJson],
      ["[", ...notJson],
      ["]", ...notJson],
      ["'[2]'", ...notJson],
      ['[2,"x', ...notJson],
      ["null", ...noList],
      ["true", ...noList],
      ["42", ...noList],
      ["1e400", ...noList],
      ['"text"', ...noList],
      ["{}", ...noList],
      ['{"0":2,"1":"x"}', ...noList],
      ["[]", ...noType],
      ["[null]", ...noType],
      ['[true,"x","Heartbeat",{}]', ...noType],
      ['[[2],"x","Heartbeat",{}]', ...noType],
      ['[{},"x","Heartbeat",{}]', ...noType],
      ['["22","x","Heartbeat",{}]', ...noType],
      ["[".repeat(100_000), ...unheard(/deeper/)],
      ["[".repeat(50_000) + "]".repeat(50_000), ...unheard(/deeper/)],
      ['{"a":'.repeat(20_000), ...unheard(/deeper/)],
    ]),
  )("$name is not answered, and logged", ({ one }) => check(...one));

  test.each(
    named([
      ['[2,"a","Heartbeat",{}', ...refused("a", "FormationViolation")],
      ['[2,"a","Heartbeat",{}]garbage', ...refused("a", "FormationViolation")],
      ['[2,"a","Heartbeat",{}][2,"b","Heartbeat",{}]', ...refused("a", "FormationViolation")],
      ['[2,"a","Heartbeat",{},]', ...refused("a", "FormationViolation")],
      ['[2,"a","MeterValues",{"connectorId":NaN}]', ...refused("a", "FormationViolation")],
      ['[2,"a","MeterValues",{"connectorId":0x1}]', ...refused("a", "FormationViolation")],
      ['[2,"a","MeterValues",{\'connectorId\':1}]', ...refused("a", "FormationViolation")],
      ['[2,"a","Heartbeat",{"x":"\u0000"}]', ...refused("a", "FormationViolation")],
      [`[2,"a","Heartbeat",${"[".repeat(100_000)}]`, ...refused("a", "FormationViolation")],
      [`[2,"a","Heartbeat",${'{"a":'.repeat(50)}1${"}".repeat(50)}]`, ...refused("a", "FormationViolation")],
    ]),
  )("$name has an id to answer to", ({ one }) => check(...one));
});

attack(stage, "message types, ids and elements", () => {
  test.each(
    named([
      ...[0, 1, 5, 6, 99, -1, 2.5, 1e21].map((type): Case => [`[${type},"x","Heartbeat",{}]`, ...otherType]),
      ['[1e400,"x","Heartbeat",{}]', ...otherType],
      ['["5","x","Heartbeat",{}]', ...otherType],
    ]),
  )("$name is of no type of ours: ignored (OCPP-J 1.6, 4.1.3)", ({ one }) => check(...one));

  test.each(
    named([
      ["[2]", ...noId],
      ["[3]", ...noId],
      ["[4]", ...noId],
      [heartbeat("null"), ...noId],
      [heartbeat("true"), ...noId],
      [heartbeat("{}"), ...noId],
      [heartbeat("[]"), ...noId],
      [heartbeat(`"${"i".repeat(1_000)}"`), ...noId],
    ]),
  )("$name has no id: not answered", ({ one }) => check(...one));

  test.each(
    named([
      [heartbeat('""'), [3, ""]],
      [heartbeat("0"), [3, "0"]],
      [heartbeat("17"), [3, "17"]],
      [heartbeat("-1.5"), [3, "-1.5"]],
      [heartbeat(`"${"i".repeat(36)}"`), [3, "i".repeat(36)]],
      [heartbeat(`"${"i".repeat(37)}"`), [3, "i".repeat(37)], { quirk: "idTooLong" }],
      [heartbeat(`"${"i".repeat(255)}"`), [3, "i".repeat(255)], { quirk: "idTooLong" }],
      [heartbeat('"ü€😀"'), [3, "ü€😀"]],
      [heartbeat(String.raw`"\"\\\n{}',--"`), [3, "\"\\\n{}',--"]],
      [heartbeat(String.raw`"\u0000x\ud800"`), [3, "x\ufffd"]],
      ['["2","a","Heartbeat",{}]', [3, "a"], { quirk: "messageTypeAsText" }],
      ['[2,"a","Heartbeat"]', [3, "a"], { quirk: "elementsMissing" }],
      ['[2,"a","Heartbeat",{},1]', [3, "a"], { quirk: "elementsExtra" }],
      ['[2,"a","Heartbeat",{},1,2]', [3, "a"], { quirk: "elementsExtra" }],
      ['[2,"a","Heartbeat",null]', [3, "a"]],
      ['[2,"a","Heartbeat",[]]', [3, "a"], { quirk: "payloadNotObject" }],
      ['\n [ 2 , "a" ,\t"Heartbeat" , { } ] \r\n', [3, "a"]],
      ['\ufeff[2,"a","Heartbeat",{}]', [3, "a"]],
    ]),
  )("$name is understood", ({ one }) => check(...one));

  test.each(
    named([
      ['[2,"a"]', ...refused("a", "FormationViolation")],
      ['[2,"a",null,{}]', ...refused("a", "FormationViolation")],
      ['[2,"a",5,{}]', ...refused("a", "FormationViolation")],
      ['[2,"a","",{}]', ...refused("a", "FormationViolation")],
      ['[2,"a",{},"Heartbeat"]', ...refused("a", "FormationViolation")],
      ['[2,"a","Heartbeat","text"]', ...refused("a", "FormationViolation")],
      ['[2,"a","Heartbeat",5]', ...refused("a", "FormationViolation")],
      ['[2,"a","Heartbeat",true]', ...refused("a", "FormationViolation")],
      ['[2,"a","Heartbeat",[1]]', ...refused("a", "FormationViolation")],
      ...["Nonsense", "heartbeat", "Heartbeat ", "constructor", "__proto__", "toString", "💥", "'; drop table x"].map(
        (action): Case => [JSON.stringify([2, "a", action, {}]), ...refused("a", "NotImplemented")],
      ),
      [JSON.stringify([2, "a", "A".repeat(100_000), {}]), ...refused("a", "NotImplemented")],
      ...[
        ...["ReserveNow", "Reset", "RemoteStartTransaction", "SetChargingProfile", "SendLocalList", "SignCertificate"],
        ...["FirmwareStatusNotification", "DiagnosticsStatusNotification", "SecurityEventNotification"],
        ...["LogStatusNotification", "SignedFirmwareStatusNotification"],
      ].map((action): Case => [JSON.stringify([2, "a", action, {}]), ...refused("a", "NotSupported")]),
    ]),
  )("$name is refused", ({ one }) => check(...one));

  test.each(
    named([
      ['[3,"never",{}]', ...unasked],
      ['[3,"never"]', ...unasked],
      ['[3,"never",null]', ...unasked],
      ['[3,"",{}]', ...unasked],
      ["[3,0,{}]", ...unasked],
      ['[4,"never","InternalError","",{}]', ...unasked],
      ['[4,"never"]', ...unasked],
      ['[4,"never",5,null,"text"]', ...unasked],
      ['[4,"never","Invented","",[]]', ...unasked],
      ['[4,"","GenericError","",{}]', ...unasked],
      ['[3,"never","text"]', ...unheard(/payload is not an object/)],
      ['[3,"never",5]', ...unheard(/payload is not an object/)],
    ]),
  )("$name answers nothing of ours: dropped", ({ one }) => check(...one));

  test("ids may repeat: each CALL is answered, also one of another action", async () => {
    const attacker = await stage.attacker();
    const words = ["Heartbeat", "Heartbeat", "Authorize", "Nonsense"];
    for (const action of words) attacker.socket.send(JSON.stringify([2, "same", action, { idTag: "x" }]));
    await attacker.exchange("[]");
    expect(attacker.heard.slice(0, 4).map(([type, id]) => [type, id])).toEqual([
      [3, "same"],
      [3, "same"],
      [3, "same"],
      [4, "same"],
    ]);
    expect((await stage.log(attacker.station, 5)).filter((row) => row.message_id === "same")).toHaveLength(4);
  });

  test("before it was ever accepted, a station is served nothing but its boot (OCPP-J 1.6 errata)", async () => {
    const station = await stage.server.addStation();
    const { sql } = stage.database.owner;
    await sql`update charge_point set first_boot_at = null where id = ${station.chargePointId}`;
    const talk = await stage.connect(station);
    const start = { connectorId: 1, idTag: CARD, meterStart: 0, timestamp: new Date().toISOString() };
    const early = [
      await talk.call("a", "Heartbeat", {}),
      await talk.call("b", "StartTransaction", start),
      await talk.call("c", "Nonsense", {}),
    ];
    expect(early.map(([type, , code]) => [type, code])).toEqual(Array(3).fill([4, "SecurityError"]));
    const boot = { chargePointVendor: "V", chargePointModel: "M" };
    expect(await talk.result("d", "BootNotification", boot)).toMatchObject({ status: "Accepted" });
    expect(await talk.result("e", "StartTransaction", start)).toBeDefined();
    expect(await sql`select from session where charge_point_id = ${station.chargePointId}`).toHaveLength(1);
    const errors = (await stage.log(station, 5)).map(({ message_id, error_code }) => [message_id, error_code]);
    expect(new Map(errors as [string, string | null][])).toEqual(
      new Map([
        ...["a", "b", "c"].map((id) => [id, "SecurityError"] as const),
        ...["d", "e"].map((id) => [id, null] as const),
      ]),
    );
    talk.socket.terminate();
  });

  test("a flood of garbage fills neither the log nor the memory: it is sampled, and the sample says so", async () => {
    const attacker = await stage.attacker();
    for (let count = 0; count < 300; count++) attacker.socket.send("garbage");
    await attacker.exchange("garbage");
    expect((await stage.log(attacker.station, 20)).length).toBeLessThan(40);
  });
});
