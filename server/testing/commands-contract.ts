import { expect, test } from "vitest";
import type { CommandRequest, Commands } from "../services/ports.ts";
import { fakeCommands } from "./fakes.ts";

const request: CommandRequest = {
  tenantId: "t",
  chargePointId: "c",
  commandId: "1",
  action: "Reset",
  request: { type: "Soft" },
};

/** What every adapter of the port `Commands` does. `attach` makes an owner reachable and returns how it leaves. */
export function describeCommandsContract(
  make: () => Promise<{ commands: Commands; attach: (owner: Commands) => Promise<() => Promise<void>> }>,
): void {
  test("without an owner every charge point is offline, and a disconnect does nothing", async () => {
    const { commands } = await make();
    expect(await commands.send(request)).toBe("offline");
    await commands.disconnect("t", "c", "retired");
  });

  test("a command reaches the owner whole, and the owner's word comes back", async () => {
    const { commands, attach } = await make();
    const owner = fakeCommands();
    await attach(owner);
    expect(await commands.send(request)).toBe("queued");
    expect(owner.sent).toEqual([request]);
    for (const acceptance of ["offline", "busy"] as const) {
      owner.answerWith(() => acceptance);
      expect(await commands.send(request)).toBe(acceptance);
    }
  });

  test("a disconnect reaches the owner", async () => {
    const { commands, attach } = await make();
    const owner = fakeCommands();
    await attach(owner);
    await commands.disconnect("t", "c", "retired");
    expect(owner.disconnected).toEqual([{ tenantId: "t", chargePointId: "c", reason: "retired" }]);
  });

  test("an owner's failure is the caller's to see", async () => {
    const { commands, attach } = await make();
    const owner = fakeCommands();
    owner.answerWith(() => Promise.reject(new Error("broken")));
    await attach(owner);
    await expect(commands.send(request)).rejects.toThrow();
  });

  test("once the owner has left, its charge points are offline", async () => {
    const { commands, attach } = await make();
    const owner = fakeCommands();
    const detach = await attach(owner);
    await detach();
    expect(await commands.send(request)).toBe("offline");
    expect(owner.sent).toEqual([]);
  });
}
