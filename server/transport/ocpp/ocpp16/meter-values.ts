import { keepMeterValues } from "../../../services/charging/keep-meter-values.ts";
import type { Handler } from "./handler.ts";

/** OCPP 1.6, 4.7. */
export const meterValues: Handler<"MeterValues"> = (ctx, request) =>
  keepMeterValues(
    ctx,
    {
      connectorNumber: request.connectorId,
      transactionId: request.transactionId ?? null,
      values: request.meterValue,
    },
    () => ({}),
  );
