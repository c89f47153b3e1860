/**
 * The answers that mean "yes". Scheduled and RebootRequired are a yes that takes effect later, Unlocked is UnlockConnector's,
 * AcceptedCanceled is a yes that ends an earlier request of the kind (GetLog, SignedUpdateFirmware).
 */
const YES: ReadonlySet<unknown> = new Set(["Accepted", "AcceptedCanceled", "Scheduled", "RebootRequired", "Unlocked"]);

/** What a station's answer to a command of ours means. An answer without a status is a yes (GetConfiguration). */
export function outcomeOfResponse(response: Readonly<Record<string, unknown>>): "accepted" | "refused" {
  const { status } = response;
  return status === undefined || status === null || YES.has(status) ? "accepted" : "refused";
}
