import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { command } from "../../../db/schema/assets.ts";
import { auditEntry } from "../../../db/schema/tenants.ts";
import { uuidv7 } from "../../core/ids.ts";
import { apiKeyActor, contextOf, testDeps, userActor } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { toCallerError } from "../caller-error.ts";
import { retireChargePoint } from "../charge-point/retire.ts";
import { updateChargePoint } from "../charge-point/update.ts";
import type { ServiceContext } from "../context.ts";
import { expireCommands } from "./expire-commands.ts";
import { getCommand } from "./get.ts";
import { ListCommandsInput, listCommands } from "./list.ts";
import { recordCommandProgress } from "./record-progress.ts";
import { SendCommandInput, sendCommand } from "./send.ts";

const queued = "queued" as const;

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let mine: SeededTenant;
let theirs: SeededTenant;
let ctx: ServiceContext;

beforeAll(async () => {
  database = await createTestDatabase();
  [mine, theirs] = [await seedTenant(database), await seedTenant(database)];
});
afterAll(() => database?.close());
beforeEach(() => {
  deps = testDeps(database);
  ctx = contextOf(deps, mine.tenantId);
});

const station = () => ({ tenantId: mine.tenantId, siteId: mine.siteId, chargePointId: mine.chargePointId });
const send = (input: Partial<typeof SendCommandInput._input> = {}, as = ctx) =>
  sendCommand(
    as,
    SendCommandInput.parse({ chargePoint: mine.identity, action: "Reset", request: { type: "Soft" }, ...input }),
  );
const answered = (response: Record<string, unknown>) => ({ step: "answered", at: deps.clock.now(), response }) as const;
const progress = (commandId: string, step: Parameters<typeof recordCommandProgress>[3]) =>
  recordCommandProgress(deps, station(), commandId, step);
const countRows = async () => (await database.owner.orm.select({ id: command.id }).from(command)).length;

describe("sending", () => {
  test("commits row and audit before anything leaves, and hands the request over unchanged", async () => {
    const request = { connectorId: 1, idTag: "04AABB" };
    deps.commands.answerWith(async ({ commandId }) => {
      const rows = await database.owner.orm.select().from(command).where(eq(command.id, commandId));
      expect(rows).toMatchObject([{ state: "queued", actor: { kind: "user" } }]);
      return queued;
    });
    const sent = await send({ action: "RemoteStartTransaction", request });
    expect(sent).toMatchObject({ state: "queued", response: null, error: null, chargePointId: mine.chargePointId });
    expect(deps.commands.sent).toEqual([
      {
        tenantId: mine.tenantId,
        chargePointId: mine.chargePointId,
        commandId: sent.commandId,
        action: "RemoteStartTransaction",
        request,
      },
    ]);
    const audit = await database.owner.orm.select().from(auditEntry).where(eq(auditEntry.tenantId, mine.tenantId));
    expect(audit).toContainEqual(
      expect.objectContaining({
        action: "chargePoint.command",
        detail: { commandId: sent.commandId, action: "RemoteStartTransaction" },
      }),
    );
  });

  test.each(["offline", "busy"] as const)("a charge point that is %s makes the command failed at once", async (why) => {
    deps.commands.answerWith(() => why);
    expect(await send({ waitS: 60 })).toMatchObject({ state: "failed", error: { code: why }, response: null });
  });

  test("a broken bus makes the command failed, not lost", async () => {
    deps.commands.answerWith(() => Promise.reject(new Error("bus")));
    expect(await send()).toMatchObject({ state: "failed", error: { code: "unavailable" } });
  });

  test.each([
    ["comes back at once", 1, { state: "failed", error: { code: "offline" } }],
    ["stays away", Number.POSITIVE_INFINITY, null],
  ])(
    "the caller is kept waiting for no database that goes away meanwhile and %s",
    async (_, most, sent) => {
      let failures = 0;
      const transaction = async (work: never) => {
        if (deps.commands.sent.length > 0 && failures++ < most)
          throw Object.assign(new Error("gone"), { code: "57P01" });
        return database.db.orm.transaction(work);
      };
      deps.commands.answerWith(() => "offline");
      const orm = Object.assign(Object.create(database.db.orm), { transaction });
      const sending = send({ waitS: 60 }, { ...ctx, db: { ...database.db, orm } });
      if (sent) expect(await sending).toMatchObject(sent);
      else expect(toCallerError(await sending.catch((error: unknown) => error))).toMatchObject({ code: "unavailable" });
    },
    3_000,
  );

  test("with a wait, the station's answer comes back as it came", async () => {
    deps.commands.answerWith(({ commandId }) => {
      setImmediate(() => void progress(commandId, answered({ status: "Accepted", extra: [1] })));
      return queued;
    });
    expect(await send({ waitS: 30 })).toMatchObject({
      state: "accepted",
      response: { status: "Accepted", extra: [1] },
    });
  });

  test("an answer that OCPP does not allow is no yes; it is kept as it came", async () => {
    deps.commands.answerWith(({ commandId }) => {
      setImmediate(() => void progress(commandId, answered({ vendor: 1 })));
      return queued;
    });
    expect(await send({ action: "ClearCache", request: {}, waitS: 30 })).toMatchObject({
      state: "failed",
      response: { vendor: 1 },
      error: { code: "invalidAnswer", description: expect.stringContaining("status") },
    });
  });

  test("an answer that is quicker than the sender is not missed", async () => {
    deps.commands.answerWith(async ({ commandId }) => {
      await progress(commandId, answered({ status: "Rejected" }));
      return queued;
    });
    expect(await send({ waitS: 30 })).toMatchObject({ state: "refused", response: { status: "Rejected" } });
  });

  test("when the wait is over, the command is told as it stands", async () => {
    deps.commands.answerWith(async ({ commandId }) => {
      await progress(commandId, { step: "sent", at: deps.clock.now() });
      return queued;
    });
    expect(await send({ waitS: 0.05 })).toMatchObject({ state: "sent", response: null });
  });

  test("a request outside the schema is invalid with its field, and nothing is kept", async () => {
    const before = await countRows();
    await expect(send({ request: { type: "Medium" } })).rejects.toMatchObject({
      code: "invalid",
      details: { issues: [{ path: "type" }] },
    });
    await expect(send({ request: { type: "Soft", more: 1 } })).rejects.toMatchObject({
      code: "invalid",
      details: { issues: [{ path: "more", message: "unknown field" }] },
    });
    await expect(send({ action: "Explode" })).rejects.toMatchObject({ code: "notFound" });
    await expect(send({ action: "Heartbeat", request: {} })).rejects.toMatchObject({ code: "notFound" });
    expect(await countRows()).toBe(before);
    expect(deps.commands.sent).toEqual([]);
  });

  test("a station's password reaches the station and no table", async () => {
    const request = { key: "AuthorizationKey", value: "00112233445566778899aabbccddeeff" };
    const sent = await send({ action: "ChangeConfiguration", request });
    expect(deps.commands.sent).toMatchObject([{ request }]);
    expect(sent.request).toEqual({ key: "AuthorizationKey", value: "[redacted]" });
    expect(JSON.stringify(await database.owner.orm.select().from(command))).not.toContain(request.value);
  });

  test("a password that the station tells is kept nowhere", async () => {
    const value = "00112233445566778899aabbccddeeff";
    const { commandId } = await send({ action: "GetConfiguration", request: {} });
    await progress(commandId, answered({ configurationKey: [{ key: "AuthorizationKey", readonly: false, value }] }));
    expect(await getCommand(ctx, { commandId })).toMatchObject({
      state: "accepted",
      response: { configurationKey: [{ key: "AuthorizationKey", value: "[redacted]" }] },
    });
    expect(JSON.stringify(await database.owner.orm.select().from(command))).not.toContain(value);
    expect(JSON.stringify(deps.events.published)).not.toContain(value);
  });

  test("who may only send commands gives no station a new password", async () => {
    const before = await countRows();
    const value = "00112233445566778899aabbccddeeff";
    for (const key of ["AuthorizationKey", "authorizationkey"]) {
      for (const actor of [userActor("support"), apiKeyActor(["chargePoint.command"])]) {
        const order = { action: "ChangeConfiguration", request: { key, value } };
        await expect(send(order, contextOf(deps, mine.tenantId, actor))).rejects.toMatchObject({
          code: "forbidden",
          message: expect.stringContaining("chargePoint.write"),
        });
      }
    }
    expect(await countRows()).toBe(before);
    const both = apiKeyActor(["chargePoint.command", "chargePoint.write"]);
    const order = { action: "ChangeConfiguration", request: { key: "AuthorizationKey", value } };
    expect(await send(order, contextOf(deps, mine.tenantId, both))).toMatchObject({ state: "queued" });
  });

  test("another tenant's charge point is unknown; the permission is needed", async () => {
    await expect(send({ chargePoint: theirs.chargePointId })).rejects.toMatchObject({ code: "notFound" });
    for (const actor of [userActor("viewer"), userActor("finance"), apiKeyActor(["chargePoint.write"])]) {
      await expect(send({}, contextOf(deps, mine.tenantId, actor))).rejects.toMatchObject({ code: "forbidden" });
    }
    expect(deps.commands.sent).toEqual([]);
  });

  test("a retired charge point takes no command", async () => {
    const retired = await seedTenant(database);
    const own = contextOf(deps, retired.tenantId);
    await retireChargePoint(own, { chargePoint: retired.identity });
    await expect(send({ chargePoint: retired.identity }, own)).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a charge point that is not in service", () => {
  const register = async (registration: "pending" | "rejected") => {
    const { tenantId, identity } = await seedTenant(database);
    const own = contextOf(deps, tenantId);
    await updateChargePoint(own, { chargePoint: identity, registration });
    return (action: string, request: Record<string, unknown>) => send({ chargePoint: identity, action, request }, own);
  };

  test("takes commands while it is pending, but no remote start or stop", async () => {
    const order = await register("pending");
    expect(await order("GetConfiguration", {})).toMatchObject({ state: "queued" });
    expect(await order("Reset", { type: "Soft" })).toMatchObject({ state: "queued" });
    const refused = { code: "conflict", message: expect.stringContaining("pending") };
    await expect(order("RemoteStartTransaction", { idTag: "04AABB" })).rejects.toMatchObject(refused);
    await expect(order("RemoteStopTransaction", { transactionId: 1 })).rejects.toMatchObject(refused);
    expect(deps.commands.sent.map(({ action }) => action)).toEqual(["GetConfiguration", "Reset"]);
  });

  test("takes none while it is rejected", async () => {
    const order = await register("rejected");
    await expect(order("GetConfiguration", {})).rejects.toMatchObject({ code: "conflict" });
    expect(deps.commands.sent).toEqual([]);
  });
});

describe("progress", () => {
  test("goes forward only, and each step is told once", async () => {
    const { commandId } = await send();
    deps.events.published.length = 0;
    const at = deps.clock.now();
    await progress(commandId, { step: "sent", at });
    await progress(commandId, { step: "sent", at });
    await progress(commandId, answered({ status: "Accepted" }));
    await progress(commandId, { step: "timedOut", at, reason: "timeout" });
    await progress(commandId, { step: "sent", at });
    await progress(commandId, { step: "failed", at, error: { code: "InternalError", description: "late" } });
    expect(deps.events.published).toEqual([
      expect.objectContaining({ command: expect.objectContaining({ commandId, state: "sent", answeredAt: null }) }),
      // What a screen is told is what it would have read.
      expect.objectContaining({ type: "commandChanged", command: await getCommand(ctx, { commandId }) }),
    ]);
    expect(await getCommand(ctx, { commandId })).toMatchObject({ state: "accepted", error: null });
  });

  /** A database that loses its connection in the next transaction, before its commit or just after it. */
  const losing = (when: "before" | "after"): typeof deps.db => {
    let isLost = false;
    const lost = () => Object.assign(new Error("lost"), { code: "CONNECTION_CLOSED" });
    const transaction = async (work: never) => {
      const isFirst = !isLost;
      isLost = true;
      if (isFirst && when === "before") throw lost();
      const result = await database.db.orm.transaction(work);
      if (isFirst) throw lost();
      return result;
    };
    return { ...database.db, orm: { transaction } as never };
  };

  test.each(["before", "after"] as const)(
    "is not lost with a connection that breaks %s the commit, and is told",
    async (when) => {
      const { commandId } = await send();
      const at = deps.clock.now();
      for (const step of [{ step: "sent", at } as const, answered({ status: "Accepted" })]) {
        const db = losing(when);
        const state = step.step === "sent" ? "sent" : "accepted";
        deps.events.published.length = 0;
        expect(await recordCommandProgress({ ...deps, db }, station(), commandId, step)).toBe(state);
        expect(deps.events.published).toMatchObject([{ command: { commandId, state } }]);
      }
      expect(await getCommand(ctx, { commandId })).toMatchObject({
        state: "accepted",
        response: { status: "Accepted" },
      });
    },
  );

  test("tells why there is no answer", async () => {
    const [one, two] = [await send(), await send()];
    const at = deps.clock.now();
    await progress(one.commandId, { step: "timedOut", at, reason: "disconnected" });
    await progress(two.commandId, {
      step: "failed",
      at,
      error: { code: "NotSupported", description: "no", details: { a: 1 } },
    });
    expect(await getCommand(ctx, one)).toMatchObject({ state: "timedOut", error: { code: "disconnected" } });
    expect(await getCommand(ctx, two)).toMatchObject({
      state: "failed",
      error: { code: "NotSupported", details: { a: 1 } },
    });
  });

  test("of another station or tenant changes nothing", async () => {
    const { commandId } = await send();
    const at = deps.clock.now();
    await recordCommandProgress(deps, { ...station(), chargePointId: uuidv7() }, commandId, { step: "sent", at });
    await recordCommandProgress(deps, { ...station(), tenantId: theirs.tenantId }, commandId, { step: "sent", at });
    expect(await getCommand(ctx, { commandId })).toMatchObject({ state: "queued" });
  });
});

describe("a command whose process died", () => {
  const patience = { queuedMs: 360_000, sentMs: 960_000 };
  const expire = () => expireCommands(deps, patience);

  test("is ended once no live queue can hold it any more, and told", async () => {
    deps.clock.advance(3_600_000);
    await expire(); // what other tests left
    const [waiting, left] = [await send(), await send()];
    await progress(left.commandId, { step: "sent", at: deps.clock.now() });
    deps.events.published.length = 0;
    deps.clock.advance(patience.queuedMs);
    expect(await expire()).toBe(0);
    deps.clock.advance(1);
    expect(await expire()).toBe(1);
    expect(await getCommand(ctx, waiting)).toMatchObject({ state: "timedOut", error: { code: "lost" } });
    expect(await getCommand(ctx, left)).toMatchObject({ state: "sent" });
    deps.clock.advance(patience.sentMs - patience.queuedMs);
    expect(await expire()).toBe(1);
    expect(await getCommand(ctx, left)).toMatchObject({ state: "timedOut", error: { code: "lost" } });
    expect(deps.events.published).toMatchObject([
      { type: "commandChanged", ...station(), command: { commandId: waiting.commandId, state: "timedOut" } },
      { type: "commandChanged", ...station(), command: { commandId: left.commandId, state: "timedOut" } },
    ]);
  });

  test("counts from its departure once it has left, and one with an answer keeps it", async () => {
    const [left, done] = [await send(), await send()];
    await progress(done.commandId, answered({ status: "Accepted" }));
    deps.clock.advance(patience.queuedMs - 1);
    await progress(left.commandId, { step: "sent", at: deps.clock.now() });
    deps.clock.advance(patience.sentMs);
    await expire();
    expect(await getCommand(ctx, left)).toMatchObject({ state: "sent" });
    expect(await getCommand(ctx, done)).toMatchObject({ state: "accepted", error: null });
  });

  test("of whatever tenant", async () => {
    const own = contextOf(deps, theirs.tenantId);
    const { commandId } = await send({ chargePoint: theirs.identity }, own);
    deps.clock.advance(patience.queuedMs + 1);
    await expire();
    expect(await getCommand(own, { commandId })).toMatchObject({ state: "timedOut" });
  });
});

describe("reading", () => {
  test("lists a charge point's commands, newest first", async () => {
    const { commandId } = await send();
    const list = (input: Partial<typeof ListCommandsInput._input>) =>
      listCommands(ctx, ListCommandsInput.parse({ chargePoint: mine.identity, ...input }));
    const first = await list({ limit: 1 });
    expect(first.items).toMatchObject([{ commandId }]);
    const second = await list({ limit: 1, cursor: first.nextCursor ?? "" });
    expect(second.items[0]?.commandId).not.toBe(commandId);
    expect((await list({ action: "UnlockConnector" })).items).toEqual([]);
    expect((await list({ state: "queued", limit: 1 })).items).toMatchObject([{ commandId }]);
  });

  test("another tenant's command is unknown; the permission is needed", async () => {
    await expect(getCommand(ctx, { commandId: theirs.commandId })).rejects.toMatchObject({ code: "notFound" });
    const viewer = contextOf(deps, mine.tenantId, userActor("viewer"));
    await expect(getCommand(viewer, { commandId: mine.commandId })).rejects.toMatchObject({ code: "forbidden" });
  });
});
