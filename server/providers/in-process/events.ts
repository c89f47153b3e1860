import type { Logger } from "pino";
import type { DomainEvent, Events } from "../../services/ports.ts";

/** Events within one process. Each subscriber hears them later than the publisher's call, in order; its errors are logged. */
export function createInProcessEvents(log: Pick<Logger, "error">): Events {
  const handlers = new Set<(event: DomainEvent) => void>();
  let queue: DomainEvent[] = [];

  function deliver(): void {
    const events = queue;
    queue = [];
    for (const event of events) {
      // A copy: who unsubscribes meanwhile hears nothing more, who subscribes meanwhile hears the next event.
      for (const handler of [...handlers]) {
        if (!handlers.has(handler)) continue;
        try {
          handler(event);
        } catch (error) {
          log.error({ err: error, event: event.type }, "event handler failed");
        }
      }
    }
  }

  return {
    publish(event) {
      if (queue.push(event) === 1) setImmediate(deliver);
    },
    subscribe(handler) {
      // Its own function, so that the same handler may subscribe twice.
      const own = (event: DomainEvent) => handler(event);
      handlers.add(own);
      return () => void handlers.delete(own);
    },
  };
}
