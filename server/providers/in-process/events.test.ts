import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { describeEventsContract } from "../../testing/events-contract.ts";
import { createInProcessEvents } from "./events.ts";

describe("in-process events", () => {
  describeEventsContract(() => ({ events: createInProcessEvents({ error: () => {} }), settle: () => setImmediate() }));

  test("a subscriber's error is logged", async () => {
    const logged: unknown[] = [];
    const events = createInProcessEvents({ error: (fields: unknown) => void logged.push(fields) });
    events.subscribe(() => {
      throw new Error("a bug");
    });
    events.publish({
      type: "chargePointChanged",
      tenantId: "t",
      siteId: null,
      chargePointId: "c",
      cause: "booted",
    });
    await setImmediate();
    expect(logged).toEqual([{ err: new Error("a bug"), event: "chargePointChanged" }]);
  });
});
