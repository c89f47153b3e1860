import { describe, expect, test } from "vitest";
import type { LiveEvent } from "../../server/transport/socket/events.ts";
import { type Command, type Commands, foldCommand, foldCommands } from "./fold-commands.ts";

const command = (commandId: string, state: Command["state"]) => ({ commandId, state }) as Command;
const list = (...items: Command[]): Commands => ({ items, nextCursor: null });
const event = (told: Command, chargePointId = "c"): LiveEvent => ({
  type: "commandChanged",
  tenantId: "t",
  siteId: null,
  chargePointId,
  command: told,
});

describe("commands", () => {
  test("a new one comes first, and the oldest leaves", () => {
    const after = foldCommand(list(command("2", "effective"), command("1", "refused")), command("3", "queued"), 2);
    expect(after.items.map(({ commandId }) => commandId)).toEqual(["3", "2"]);
  });

  test("what is known to be further is not put back by an answer that was overtaken", () => {
    const before = list(command("1", "accepted"));
    expect(foldCommand(before, command("1", "queued"), 10)).toBe(before);
    expect(foldCommand(before, command("1", "effective"), 10).items[0]?.state).toBe("effective");
  });

  test("events of another charge point change nothing", () => {
    const before = list(command("1", "sent"));
    expect(foldCommands(before, "c", [event(command("1", "accepted"), "other")], 10)).toBe(before);
    expect(foldCommands(before, "c", [event(command("1", "accepted"))], 10).items[0]?.state).toBe("accepted");
  });
});
