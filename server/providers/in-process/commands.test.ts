import { describe, expect, test } from "vitest";
import { describeCommandsContract } from "../../testing/commands-contract.ts";
import { fakeCommands } from "../../testing/fakes.ts";
import { createInProcessCommands } from "./commands.ts";

describe("in-process commands", () => {
  describeCommandsContract(async () => {
    const commands = createInProcessCommands();
    return {
      commands,
      attach: async (owner) => {
        const detach = commands.attach(owner);
        return async () => detach();
      },
    };
  });

  test("a second owner is our bug", () => {
    const commands = createInProcessCommands();
    commands.attach(fakeCommands());
    expect(() => commands.attach(fakeCommands())).toThrow("one gateway per process");
  });
});
