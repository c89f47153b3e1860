import { expect, test } from "vitest";
import type { ConnectionChanged, DomainEvent, Events } from "../services/ports.ts";

const event = (chargePointId: string): ConnectionChanged => ({
  type: "connectionChanged",
  tenantId: "t",
  siteId: null,
  chargePointId,
  isOnline: true,
  at: "2026-01-01T00:00:00.000Z",
  reason: null,
});

/** What every adapter of the port `Events` does. `settle` resolves when all that was published has been delivered. */
export function describeEventsContract(make: () => { events: Events; settle: () => Promise<void> }): void {
  const hear = (events: Events) => {
    const heard: string[] = [];
    const stop = events.subscribe((arrived) => {
      if (arrived.type === "connectionChanged") heard.push(arrived.chargePointId);
    });
    return { heard, stop };
  };

  test("every subscriber hears every event, in the order of publishing", async () => {
    const { events, settle } = make();
    const [one, two] = [hear(events), hear(events)];
    for (const id of ["a", "b", "c"]) events.publish(event(id));
    await settle();
    expect([one.heard, two.heard]).toEqual([
      ["a", "b", "c"],
      ["a", "b", "c"],
    ]);
  });

  test("an event arrives whole", async () => {
    const { events, settle } = make();
    const heard: DomainEvent[] = [];
    events.subscribe((arrived) => heard.push(arrived));
    events.publish(event("a"));
    await settle();
    expect(heard).toEqual([event("a")]);
  });

  test("the publisher goes on before anybody hears", async () => {
    const { events, settle } = make();
    const { heard } = hear(events);
    events.publish(event("a"));
    expect(heard).toEqual([]);
    await settle();
    expect(heard).toEqual(["a"]);
  });

  test("who has unsubscribed hears nothing more", async () => {
    const { events, settle } = make();
    const { heard, stop } = hear(events);
    events.publish(event("a"));
    await settle();
    stop();
    events.publish(event("b"));
    await settle();
    expect(heard).toEqual(["a"]);
  });

  test("a subscriber that throws disturbs neither the publisher nor the others", async () => {
    const { events, settle } = make();
    events.subscribe(() => {
      throw new Error("a bug of the subscriber");
    });
    const { heard } = hear(events);
    events.publish(event("a"));
    events.publish(event("b"));
    await settle();
    expect(heard).toEqual(["a", "b"]);
  });

  test("an event published by a subscriber follows those already on the way", async () => {
    const { events, settle } = make();
    events.subscribe((arrived) => {
      if (arrived.type === "connectionChanged" && arrived.chargePointId === "a") events.publish(event("from a"));
    });
    const { heard } = hear(events);
    events.publish(event("a"));
    events.publish(event("b"));
    await settle();
    await settle();
    expect(heard).toEqual(["a", "b", "from a"]);
  });
}
