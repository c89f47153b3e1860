import { startSession } from "../../../services/charging/start-session.ts";
import type { Handler } from "./handler.ts";
import { toIdTagInfo } from "./id-tag-info.ts";

/** OCPP 1.6, 4.8. */
export const startTransaction: Handler<"StartTransaction"> = (ctx, request) =>
  startSession(
    ctx,
    {
      connectorNumber: request.connectorId,
      idToken: request.idTag,
      meterStartWh: request.meterStart,
      timestamp: request.timestamp,
      reservationId: request.reservationId ?? null,
    },
    ({ transactionId, decision }) => ({ transactionId, idTagInfo: toIdTagInfo(decision) }),
  );
