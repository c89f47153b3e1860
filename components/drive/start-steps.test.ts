import { expect, test } from "vitest";
import { stateOfStep } from "./start-steps.tsx";

const steps = ["asking", "accepted", "started", "charging"] as const;
const all = (start: object) =>
  steps.map((step) => stateOfStep(step, { failure: null, answeredAt: null, ...start } as never));

test.each([
  [{ step: "asking" }, ["done", "current", "waiting", "waiting"]],
  [{ step: "accepted" }, ["done", "done", "current", "waiting"]],
  [{ step: "started" }, ["done", "done", "done", "current"]],
  [{ step: "charging" }, ["done", "done", "done", "done"]],
  [{ step: "failed", failure: "rejected" }, ["done", "failed", "waiting", "waiting"]],
  [{ step: "failed", failure: "offline" }, ["done", "failed", "waiting", "waiting"]],
  [{ step: "failed", failure: "notStarted" }, ["done", "done", "failed", "waiting"]],
])("%j is shown as %j", (start, states) => {
  expect(all(start)).toEqual(states);
});
