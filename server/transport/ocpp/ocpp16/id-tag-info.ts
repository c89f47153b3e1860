import type { Response } from "../../../protocol/ocpp16/actions.ts";
import type { IdTokenDecision, IdTokenVerdict } from "../../../services/charging/decide-id-token.ts";

type IdTagInfo = Response<"Authorize">["idTagInfo"];

/** OCPP 1.6, 7.2. */
const STATUS = {
  accepted: "Accepted",
  blocked: "Blocked",
  expired: "Expired",
  unknown: "Invalid",
  concurrent: "ConcurrentTx",
} as const satisfies Record<IdTokenVerdict, IdTagInfo["status"]>;

/** What a station is told of an id token; group and expiry let it decide by itself while it is offline. */
export function toIdTagInfo(decision: IdTokenDecision): IdTagInfo {
  return {
    status: STATUS[decision.verdict],
    ...(decision.expiresAt ? { expiryDate: decision.expiresAt.toISOString() } : {}),
    ...(decision.parentToken ? { parentIdTag: decision.parentToken } : {}),
  };
}
