import { expect, test } from "vitest";
import { outcomeOfResponse } from "./outcome-of-response.ts";

test.each(["Accepted", "AcceptedCanceled", "Scheduled", "RebootRequired", "Unlocked"])("%s is a yes", (status) =>
  expect(outcomeOfResponse("Reset", { status })).toBe("accepted"),
);
test.each(["Rejected", "UnlockFailed", "NotSupported", "NotImplemented", "Occupied", "VersionMismatch"])(
  "%s is a no",
  (status) => expect(outcomeOfResponse("Reset", { status })).toBe("refused"),
);
test("an answer without a status is a yes where the standard has none", () => {
  expect(outcomeOfResponse("GetConfiguration", {})).toBe("accepted");
  expect(outcomeOfResponse("GetConfiguration", { configurationKey: [] })).toBe("accepted");
});
test.each([{}, { status: null }, { status: {} }])("%j is no answer to a ClearCache", (response) =>
  expect(outcomeOfResponse("ClearCache", response)).toEqual({ invalid: expect.stringContaining("status") }),
);
