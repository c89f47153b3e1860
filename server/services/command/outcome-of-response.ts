import { isOutboundAction, parseCommandResponse } from "../../protocol/ocpp16/actions.ts";

/**
 * The answers that mean "yes". Scheduled and RebootRequired are a yes that takes effect later, Unlocked is UnlockConnector's,
 * AcceptedCanceled is a yes that ends an earlier request of the kind (GetLog, SignedUpdateFirmware).
 */
const YES: ReadonlySet<unknown> = new Set(["Accepted", "AcceptedCanceled", "Scheduled", "RebootRequired", "Unlocked"]);

type Outcome = "accepted" | "refused" | { readonly invalid: string };

/**
 * What a station's answer to a command of ours means. An answer that cannot be understood as one to this action says neither
 * yes nor no; `invalid` tells why. Where the standard has no status, any answer is a yes (GetConfiguration).
 */
export function outcomeOfResponse(action: string, response: Readonly<Record<string, unknown>>): Outcome {
  if (isOutboundAction(action)) {
    const understood = parseCommandResponse(action, response);
    if (!understood.ok) return { invalid: understood.error.description };
  }
  const { status } = response;
  return status === undefined || status === null || YES.has(status) ? "accepted" : "refused";
}
