import { stopSession } from "../../../services/charging/stop-session.ts";
import { type Handler, textOrNull } from "./handler.ts";
import { toIdTagInfo } from "./id-tag-info.ts";

/** OCPP 1.6, 4.10. Without a reason it is Local (6.49). */
export const stopTransaction: Handler<"StopTransaction"> = (ctx, request) =>
  stopSession(
    ctx,
    {
      transactionId: request.transactionId,
      meterStopWh: request.meterStop,
      timestamp: request.timestamp,
      reason: request.reason ?? "Local",
      idToken: textOrNull(request.idTag),
      values: request.transactionData ?? [],
      payload: JSON.stringify(request),
    },
    (decision) => (decision ? { idTagInfo: toIdTagInfo(decision) } : {}),
  );
