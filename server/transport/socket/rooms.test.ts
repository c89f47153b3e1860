import { describe, expect, test } from "vitest";
import type { LiveEvent } from "./events.ts";
import { mergeKey, roomOf, topicsOf, visible } from "./rooms.ts";

const about = { tenantId: "t", siteId: "s", chargePointId: "c" };
const logged: LiveEvent = {
  ...about,
  type: "messageLogged",
  message: { id: "1", action: "Heartbeat" } as never,
};
const command: LiveEvent = { ...about, type: "commandChanged", command: { commandId: "k" } as never };
const progress: LiveEvent = {
  ...about,
  type: "sessionChanged",
  cause: "progress",
  session: { id: "x", idToken: "CARD-1234" } as never,
};

describe("rooms of the live connection", () => {
  test("the tenant is part of every room, so that a foreign id is an empty one", () => {
    expect(roomOf("a", { kind: "site", id: "1" }, "full")).not.toBe(roomOf("b", { kind: "site", id: "1" }, "full"));
    expect(roomOf("a", { kind: "tenant" }, "full")).not.toBe(roomOf("a", { kind: "tenant" }, "plain"));
  });

  test("a session is heard of by tenant, charge point, site and session", () => {
    expect(topicsOf(progress).map(({ kind }) => kind)).toEqual(["tenant", "chargePoint", "site", "session"]);
    expect(topicsOf(logged).map(({ kind }) => kind)).toEqual(["chargePoint"]);
    expect(topicsOf(command).map(({ kind }) => kind)).toEqual(["chargePoint"]);
  });

  test("who may not see cards, messages and commands hears none of them", () => {
    const mask = () => "****";
    expect(visible(logged, "plain", mask)).toBeNull();
    expect(visible(logged, "full", mask)).toBe(logged);
    expect(visible(command, "plain", mask)).toBeNull();
    expect(visible(command, "full", mask)).toBe(command);
    expect(visible(progress, "plain", mask)).toMatchObject({ session: { idToken: "****" } });
    expect(visible(progress, "full", mask)).toBe(progress);
  });

  test("only the newest of a thing is kept, but every step of a command", () => {
    expect(mergeKey(progress)).toBe("sessionChanged/x/progress");
    expect(mergeKey({ ...progress, cause: "started" })).not.toBe(mergeKey(progress));
    expect(mergeKey(logged)).toBeNull();
    expect(mergeKey(command)).toBeNull();
  });
});
