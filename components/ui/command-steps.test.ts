import { describe, expect, it } from "vitest";
import { type CommandProgress, commandSteps } from "./command-steps.ts";

const at = (second: number): Date => new Date(Date.UTC(2026, 0, 1, 12, 0, second));
const sent: CommandProgress = { sentAt: at(0), answer: null, effectAt: null, deadlineAt: at(30) };
const states = (progress: CommandProgress, second: number): string =>
  commandSteps(progress, at(second))
    .map(({ state }) => state)
    .join(" ");

describe("commandSteps", () => {
  it("waits for its turn to be sent", () => {
    expect(states({ ...sent, sentAt: null }, 0)).toBe("current waiting waiting waiting");
  });
  it("asks the charger once sent", () => {
    expect(states(sent, 1)).toBe("done current waiting waiting");
  });
  it("an accepted command is not done before its effect is seen", () => {
    expect(states({ ...sent, answer: { kind: "accepted", at: at(2) } }, 3)).toBe("done done current waiting");
  });
  it("is done when seen in effect, and stays so after the deadline", () => {
    const seen = { ...sent, answer: { kind: "accepted", at: at(2) }, effectAt: at(5) } as const;
    expect(states(seen, 60)).toBe("done done done done");
  });
  it("ends when refused, without timing out later", () => {
    expect(states({ ...sent, answer: { kind: "refused", at: at(2) } }, 60)).toBe("done failed skipped skipped");
  });
  it("ends with an error of the charger as with a refusal", () => {
    expect(states({ ...sent, answer: { kind: "error", at: at(2) } }, 3)).toBe("done failed skipped skipped");
  });
  it("what could not be sent failed there, and the charger answered nothing", () => {
    const unsent = { ...sent, sentAt: null, answer: { kind: "error", at: at(1) } } as const;
    expect(states(unsent, 2)).toBe("failed skipped skipped skipped");
    expect(commandSteps(unsent, at(2)).map((step) => step.at)).toEqual([at(1), null, null, null]);
  });
  it("times out at the deadline when nothing was seen", () => {
    expect(states(sent, 30)).toBe("done skipped skipped failed");
  });
  it("what takes effect at no known time waits for it, without a limit", () => {
    const later = { ...sent, answer: { kind: "accepted", at: at(2) }, deadlineAt: null } as const;
    expect(states(later, 3600)).toBe("done done current skipped");
  });
  it("counts an effect whose answer was lost", () => {
    expect(states({ ...sent, effectAt: at(6) }, 7)).toBe("done skipped done done");
  });
});
