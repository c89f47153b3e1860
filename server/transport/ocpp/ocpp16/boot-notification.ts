import { bootStation } from "../../../services/station/boot-station.ts";
import type { Station } from "../../../services/station/station.ts";
import { type Handler, textOrNull } from "./handler.ts";

/** How soon a station that is not served yet may ask again. */
const RETRY_S = 60;
const STATUS = { accepted: "Accepted", pending: "Pending", rejected: "Rejected" } as const satisfies Record<
  Station["registration"],
  string
>;

/** OCPP 1.6, 4.2. */
export const bootNotification: Handler<"BootNotification"> = (ctx, request) => {
  const { registration, heartbeatIntervalS } = ctx.station;
  return bootStation(
    ctx,
    {
      vendor: request.chargePointVendor,
      model: request.chargePointModel,
      serialNumber: textOrNull(request.chargePointSerialNumber) ?? textOrNull(request.chargeBoxSerialNumber),
      firmwareVersion: textOrNull(request.firmwareVersion),
      iccid: textOrNull(request.iccid),
      imsi: textOrNull(request.imsi),
      meterType: textOrNull(request.meterType),
      meterSerialNumber: textOrNull(request.meterSerialNumber),
    },
    () => ({
      status: STATUS[registration],
      currentTime: ctx.deps.clock.now().toISOString(),
      interval: registration === "accepted" ? heartbeatIntervalS : RETRY_S,
    }),
  );
};
