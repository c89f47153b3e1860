import { reportStatus } from "../../../services/station/report-status.ts";
import { type Handler, textOrNull } from "./handler.ts";

/** OCPP 1.6, 4.9. */
export const statusNotification: Handler<"StatusNotification"> = (ctx, request) =>
  reportStatus(
    ctx,
    {
      connectorNumber: request.connectorId,
      status: request.status,
      errorCode: request.errorCode,
      info: textOrNull(request.info),
      vendorErrorCode: textOrNull(request.vendorErrorCode),
      timestamp: textOrNull(request.timestamp),
    },
    () => ({}),
  );
