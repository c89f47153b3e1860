import { expect, test } from "vitest";
import type { LiveEvent } from "../../server/transport/socket/events.ts";
import { foldStops, stopStep } from "./stop-step.ts";

const changed = (state: string, more: object = {}): LiveEvent =>
  ({
    ...{ type: "commandChanged", tenantId: "t", siteId: "s", chargePointId: "c" },
    command: { commandId: "k", action: "RemoteStopTransaction", state, ...more },
  }) as unknown as LiveEvent;

test("a stop that the station has not answered is not under way, until the answer is pushed", () => {
  for (const state of ["queued", "sent"] as const) {
    const asked = { commandId: "k", state };
    expect(stopStep(asked, {})).toBe("unanswered");
    expect(stopStep(asked, foldStops({}, [changed("sent")]))).toBe("unanswered");
    expect(stopStep(asked, foldStops({}, [changed("sent"), changed("accepted")]))).toBe("accepted");
    expect(stopStep(asked, foldStops({}, [changed("timedOut")]))).toBe("noAnswer");
    expect(stopStep(asked, foldStops({}, [changed("refused")]))).toBe("refused");
  }
});

test("a push from before the call's answer takes nothing back, and pushes of other commands say nothing", () => {
  expect(stopStep({ commandId: "k", state: "accepted" }, foldStops({}, [changed("sent")]))).toBe("accepted");
  const others = [changed("refused", { commandId: "other" }), changed("refused", { action: "UnlockConnector" })];
  expect(stopStep({ commandId: "k", state: "sent" }, foldStops({}, others))).toBe("unanswered");
});
