import { describe, expect, test } from "vitest";
import { apiKeyActor, userActor } from "../../testing/context.ts";
import type { LiveEvent } from "./events.ts";
import { mergeKey, ownerOf, roomOf, sightOf, topicsOf, visible } from "./rooms.ts";

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
  driverId: "d",
  session: { id: "x", idToken: "CARD-1234", suspect: ["clock"] } as never,
};
const status: LiveEvent = {
  ...about,
  type: "connectorStatusChanged",
  ...{ connectorNumber: 1, status: "Faulted", errorCode: "GroundFailure", info: "E17", at: "a", receivedAt: "b" },
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
    expect(visible(progress, "plain", mask)).toMatchObject({ driverId: null, session: { idToken: "****" } });
    expect(visible(progress, "full", mask)).toBe(progress);
  });

  test("who may see cards hears them, also without messages and commands", () => {
    const roles = ["owner", "operator", "support", "finance", "viewer"] as const;
    expect(roles.map((role) => sightOf(userActor(role)))).toEqual(["full", "full", "full", "cards", "plain"]);
    expect([sightOf(null), sightOf(apiKeyActor(["idToken.read"]))]).toEqual(["public", "public"]);
    for (const event of [logged, command]) expect(visible(event, "cards", () => "****")).toBeNull();
    expect(visible(progress, "cards", () => "****")).toBe(progress);
  });

  test("drivers and guests hear whether a plug is free, without the maker's codes, and of nobody's session", () => {
    const mask = () => "****";
    expect(visible(status, "public", mask)).toMatchObject({ status: "Faulted", errorCode: "NoError", info: null });
    expect(
      visible({ ...about, type: "connectionChanged", isOnline: false, at: "a", reason: "ping" }, "public", mask),
    ).toEqual(expect.objectContaining({ isOnline: false, reason: null }));
    for (const event of [logged, command, progress]) expect(visible(event, "public", mask)).toBeNull();
  });

  test("a session is its driver's own, a start the driver's who asked for it; other commands are nobody's own", () => {
    expect(ownerOf(progress)).toEqual({ kind: "driver", id: "d" });
    expect(ownerOf({ ...progress, driverId: null } as LiveEvent)).toBeNull();
    const actor = (kind: string) => ({ ...command, command: { actor: { kind, id: "p" } } }) as never;
    expect(ownerOf(actor("driver"))).toEqual({ kind: "person", id: "p" });
    expect(ownerOf(actor("user"))).toBeNull();
    expect(ownerOf(status)).toBeNull();
    expect(visible(progress, "own", () => "*")).toMatchObject({ session: { idToken: "*", suspect: [] } });
  });

  test("only the newest of a thing is kept, but every step of a command", () => {
    expect(mergeKey(progress)).toBe("sessionChanged/x/progress");
    expect(mergeKey({ ...progress, cause: "started" } as LiveEvent)).not.toBe(mergeKey(progress));
    expect(mergeKey(logged)).toBeNull();
    expect(mergeKey(command)).toBeNull();
  });
});
