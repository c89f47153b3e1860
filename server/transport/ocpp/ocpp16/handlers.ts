import type { InboundAction } from "../../../protocol/ocpp16/actions.ts";
import { authorize } from "./authorize.ts";
import { bootNotification } from "./boot-notification.ts";
import { dataTransfer } from "./data-transfer.ts";
import type { Handler } from "./handler.ts";
import { meterValues } from "./meter-values.ts";
import { startTransaction } from "./start-transaction.ts";
import { statusNotification } from "./status-notification.ts";
import { stopTransaction } from "./stop-transaction.ts";

/** One handler for each message of a station. Heartbeat is answered without the database, before this table is asked. */
export const HANDLERS: { readonly [A in Exclude<InboundAction, "Heartbeat">]: Handler<A> } = {
  Authorize: authorize,
  BootNotification: bootNotification,
  DataTransfer: dataTransfer,
  MeterValues: meterValues,
  StartTransaction: startTransaction,
  StatusNotification: statusNotification,
  StopTransaction: stopTransaction,
};
