import { expect, test } from "vitest";
import { outcomeOfResponse } from "./outcome-of-response.ts";

test.each(["Accepted", "AcceptedCanceled", "Scheduled", "RebootRequired", "Unlocked"])("%s is a yes", (status) =>
  expect(outcomeOfResponse({ status })).toBe("accepted"),
);
test.each(["Rejected", "UnlockFailed", "NotSupported", "NotImplemented", "Occupied", "VersionMismatch", "accepted", 1])(
  "%s is a no",
  (status) => expect(outcomeOfResponse({ status })).toBe("refused"),
);
test("an answer without a status is a yes", () => {
  expect(outcomeOfResponse({})).toBe("accepted");
  expect(outcomeOfResponse({ configurationKey: [] })).toBe("accepted");
});
