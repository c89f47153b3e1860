import { expect, test } from "vitest";
import type { PlugView } from "../../server/services/place/station-view.ts";
import type { LiveEvent } from "../../server/transport/socket/events.ts";
import { foldPlug } from "./fold-plugs.ts";

const plug = {
  ...{ key: "K", chargePointId: "c", connectorNumber: 1, state: "free", status: "Available" },
  ...{ statusAt: "2026-01-01T00:00:00Z", since: "2026-01-01T00:00:00Z", heardAt: "2026-01-01T00:00:00Z" },
} as unknown as PlugView;
const about = { tenantId: "t", siteId: "s", chargePointId: "c" };
const status = (change: object): LiveEvent =>
  ({
    ...about,
    ...{ type: "connectorStatusChanged", connectorNumber: 1, status: "Charging", errorCode: "NoError", info: null },
    ...{ at: "2026-01-01T01:00:00Z", receivedAt: "2026-01-01T01:00:01Z" },
    ...change,
  }) as LiveEvent;
const connection = (isOnline: boolean): LiveEvent => ({
  ...about,
  ...{ type: "connectionChanged", isOnline, at: "2026-01-01T02:00:00Z", reason: null },
});

test("a plug takes what is pushed of it, and nothing that is pushed of others", () => {
  expect(foldPlug(plug, [status({})])).toMatchObject({
    ...{ state: "charging", since: "2026-01-01T01:00:00Z", heardAt: "2026-01-01T01:00:01Z" },
  });
  expect(foldPlug(plug, [status({ connectorNumber: 2 }), status({ chargePointId: "d" })])).toBe(plug);
});

test("a lost station is never free, and is again what it last said once it is back", () => {
  const lost = foldPlug(plug, [connection(false)]);
  expect(lost).toMatchObject({ state: "offline", since: "2026-01-01T02:00:00Z", heardAt: plug.heardAt });
  expect(foldPlug(lost, [connection(true)])).toMatchObject({
    ...{ state: "free", since: "2026-01-01T00:00:00Z", heardAt: "2026-01-01T02:00:00Z" },
  });
  expect(foldPlug(lost, [status({ status: "Strange" })]).state).toBe("offline");
});
