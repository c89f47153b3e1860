import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { chargePoint, command } from "../../../db/schema/assets.ts";
import { auditEntry, tenant } from "../../../db/schema/tenants.ts";
import { contextOf, testDeps } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { expireCommands } from "../command/expire-commands.ts";
import { getCommand } from "../command/get.ts";
import { recordCommandProgress } from "../command/record-progress.ts";
import { SendCommandInput, sendCommand } from "../command/send.ts";
import type { ServiceContext } from "../context.ts";
import { admitStation } from "../station/admit-station.ts";
import type { CommandProgress } from "../station/station.ts";
import { hashPassword } from "./password.ts";
import { resetChargePointPassword } from "./reset-password.ts";
import { retireChargePoint } from "./retire.ts";

const OLD = "old-password-of-it-1";
/** A key as it stands in the command, and the bytes that it means. */
const KEY = "4d795365637265744b6579204e6f2e31";
const BYTES = Buffer.from(KEY, "hex");

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let seeded: SeededTenant;
let ctx: ServiceContext;
let slug: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  seeded = await seedTenant(database);
  deps = testDeps(database);
  ctx = contextOf(deps, seeded.tenantId);
  const passwordHash = hashPassword(Buffer.from(OLD));
  await database.owner.orm.update(chargePoint).set({ passwordHash }).where(eq(chargePoint.id, seeded.chargePointId));
  const [row] = await database.owner.orm
    .select({ slug: tenant.slug })
    .from(tenant)
    .where(eq(tenant.id, seeded.tenantId));
  slug = row?.slug ?? "";
});

/** Whether the station gets in with a password; with nothing of the process remembered. */
const enters = async (password: string | Uint8Array): Promise<boolean> => {
  const bytes = typeof password === "string" ? Buffer.from(password) : password;
  const request = { tenantSlug: slug, identity: seeded.identity, password: bytes, flaw: null };
  return (await admitStation(deps, request)).admitted;
};
const change = (value = KEY) =>
  sendCommand(
    ctx,
    SendCommandInput.parse({
      chargePoint: seeded.identity,
      action: "ChangeConfiguration",
      request: { key: "AuthorizationKey", value },
    }),
  );
const progress = (commandId: string, step: CommandProgress) =>
  recordCommandProgress(
    deps,
    { tenantId: seeded.tenantId, siteId: null, chargePointId: seeded.chargePointId },
    commandId,
    step,
  );

describe("a new password", () => {
  test.each(["Accepted", "RebootRequired"])(
    "answered %s is taken beside the old one until it is used",
    async (status) => {
      const { commandId } = await change();
      await progress(commandId, answered(status));
      expect(await enters(OLD)).toBe(true);
      expect(await enters(OLD)).toBe(true);
      expect(await enters("somebody-elses-key-1")).toBe(false);
      expect(await enters(BYTES)).toBe(true);
      expect(await enters(OLD)).toBe(false);
      expect(await enters(BYTES)).toBe(true);
      expect(await getCommand(ctx, { commandId })).toMatchObject({ state: "effective" });
      expect(deps.events.published.at(-1)).toMatchObject({
        type: "commandChanged",
        command: { commandId, state: "effective" },
      });
    },
  );

  test("is taken from before the command leaves", async () => {
    let wasTaken = false;
    deps.commands.answerWith(async () => {
      wasTaken = await enters(BYTES);
      return "queued" as const;
    });
    await change();
    expect(wasTaken).toBe(true);
  });

  test.each([KEY, KEY.toUpperCase()])("is taken as bytes and as the text of the command, %s", async (text) => {
    await progress((await change(text)).commandId, answered("Accepted"));
    expect(await enters(text)).toBe(true);
    expect(await enters(OLD)).toBe(false);
    expect(await enters(BYTES)).toBe(true);
  });

  test("that is no hex is itself", async () => {
    await progress((await change("Not-hex-but-a-good-1")).commandId, answered("Accepted"));
    expect(await enters("Not-hex-but-a-good-1")).toBe(true);
  });

  test.each([answered("Rejected"), answered("NotSupported"), failed("InternalError")])(
    "that the station refused is forgotten (%j)",
    async (step) => {
      await progress((await change()).commandId, step);
      expect(await enters(BYTES)).toBe(false);
      expect(await enters(OLD)).toBe(true);
    },
  );

  test.each(["offline", "busy"] as const)("that never left (%s) is forgotten", async (why) => {
    deps.commands.answerWith(() => why);
    await change();
    expect(await enters(BYTES)).toBe(false);
  });

  test.each<CommandProgress>([
    { step: "timedOut", at: new Date(), reason: "timeout" },
    { step: "timedOut", at: new Date(), reason: "disconnected" },
    failed("FormationViolation"),
  ])("whose answer nobody knows is taken until one of the two is used (%j)", async (step) => {
    const first = await change();
    await progress(first.commandId, step);
    expect(await enters(BYTES)).toBe(true);
    expect(await enters(OLD)).toBe(false);
    const second = await change("another-password-2");
    await progress(second.commandId, step);
    expect(await enters(BYTES)).toBe(true);
    expect(await enters("another-password-2")).toBe(false);
  });

  test("survives the process that sent it", async () => {
    await change();
    deps.clock.advance(3_600_000);
    expect(await expireCommands(deps, { queuedMs: 360_000, sentMs: 960_000 })).toBeGreaterThan(0);
    expect(await enters(BYTES)).toBe(true);
    expect(await enters(OLD)).toBe(false);
  });

  test("does not end one that was given after it", async () => {
    await progress((await change()).commandId, answered("Accepted"));
    await progress((await change("another-password-2")).commandId, answered("Accepted"));
    expect(await enters(BYTES)).toBe(true);
    expect(await enters("another-password-2")).toBe(true);
    expect(await enters(BYTES)).toBe(false);
  });

  test("ends with a reset password, and with the charge point", async () => {
    await progress((await change()).commandId, answered("Accepted"));
    const { password } = await resetChargePointPassword(ctx, { chargePoint: seeded.identity });
    expect(await enters(BYTES)).toBe(false);
    expect(await enters(password)).toBe(true);
    await progress((await change()).commandId, answered("Accepted"));
    await retireChargePoint(ctx, { chargePoint: seeded.identity });
    expect(await enters(BYTES)).toBe(false);
  });

  test("of one charge point opens no other", async () => {
    await progress((await change()).commandId, answered("Accepted"));
    const other = await seedTenant(database);
    const [row] = await database.owner.orm
      .select({ slug: tenant.slug })
      .from(tenant)
      .where(eq(tenant.id, other.tenantId));
    const request = { tenantSlug: row?.slug ?? "", identity: other.identity, password: BYTES, flaw: null };
    expect(await admitStation(deps, request)).toMatchObject({ admitted: false });
  });

  test.each(["too-short", "x".repeat(41), "with a blank in it 1"])(
    "that locks the station out is refused: %s",
    async (value) => {
      await expect(change(value)).rejects.toMatchObject({ code: "invalid", details: { issues: [{ path: "value" }] } });
      expect(deps.commands.sent).toEqual([]);
    },
  );

  test("stands in no table, event or audit entry", async () => {
    const { commandId } = await change();
    await progress(commandId, answered("Accepted"));
    await enters(BYTES);
    const { orm } = database.owner;
    const kept = [
      ...(await orm.select().from(command).where(eq(command.tenantId, seeded.tenantId))),
      ...(await orm.select().from(chargePoint).where(eq(chargePoint.tenantId, seeded.tenantId))),
      ...(await orm.select().from(auditEntry).where(eq(auditEntry.tenantId, seeded.tenantId))),
      ...deps.events.published,
    ].map((row) =>
      JSON.stringify(row, (_key, value) => (value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value)),
    );
    expect(kept.length).toBeGreaterThan(3);
    for (const text of kept) expect(text).not.toContain(KEY);
    expect(JSON.stringify(deps.events.published)).not.toContain("newPasswordHash");
  });
});

function answered(status: string): CommandProgress {
  return { step: "answered", at: new Date(), response: { status } };
}
function failed(code: string): CommandProgress {
  return { step: "failed", at: new Date(), error: { code, description: "no" } };
}
