/**
 * Frames as text. All that stays the same from frame to frame is written once; only ids, instant and register change, so
 * that a load generator spends next to nothing on making them.
 */

const call = (action: string) => (id: number, payload: string) => `[2,"${id}","${action}",{${payload}}]`;

const boot = call("BootNotification");
const status = call("StatusNotification");
const authorize = call("Authorize");
const start = call("StartTransaction");
const stop = call("StopTransaction");
const meterValues = call("MeterValues");

const sampled = (measurand: string, unit: string, value: string, phase?: string) =>
  `{"value":"${value}","context":"Sample.Periodic","measurand":"${measurand}"${phase ? `,"phase":"${phase}"` : ""},"unit":"${unit}"}`;

/** With the register, eight samples: what a three-phase wallbox sends. */
const OTHER_SAMPLES = [
  sampled("Power.Active.Import", "W", "10982.4"),
  ...["L1", "L2", "L3"].map((phase) => sampled("Current.Import", "A", "15.92", phase)),
  ...["L1-N", "L2-N", "L3-N"].map((phase) => sampled("Voltage", "V", "229.8", phase)),
].join(",");

export const bootFrame = (id: number): string =>
  boot(
    id,
    '"chargePointVendor":"Bench","chargePointModel":"Wallbox 11","firmwareVersion":"1.4.2","meterType":"Three phases"',
  );

export const statusFrame = (id: number, connectorId: number, state: string): string =>
  status(id, `"connectorId":${connectorId},"errorCode":"NoError","status":"${state}","timestamp":"${nowText()}"`);

export const authorizeFrame = (id: number, idTag: string): string => authorize(id, `"idTag":"${idTag}"`);

export const startFrame = (id: number, connectorId: number, idTag: string, registerWh: number): string =>
  start(id, `"connectorId":${connectorId},"idTag":"${idTag}","meterStart":${registerWh},"timestamp":"${nowText()}"`);

export const stopFrame = (id: number, transactionId: number, idTag: string, registerWh: number): string =>
  stop(
    id,
    `"transactionId":${transactionId},"idTag":"${idTag}","meterStop":${registerWh},"timestamp":"${nowText()}","reason":"Local"`,
  );

/** One meter value of eight samples. A register that never repeats makes every frame a row of its own. */
export const meterValuesFrame = (id: number, connectorId: number, transactionId: number, registerWh: number): string =>
  meterValues(
    id,
    `"connectorId":${connectorId},"transactionId":${transactionId},"meterValue":[{"timestamp":"${nowText()}","sampledValue":[{"value":"${registerWh}","context":"Sample.Periodic","measurand":"Energy.Active.Import.Register","unit":"Wh"},${OTHER_SAMPLES}]}]`,
  );

let textMs = 0;
let text = "";
/** The current instant as stations write it; made anew once a millisecond. */
function nowText(): string {
  const ms = Date.now();
  if (ms !== textMs) {
    textMs = ms;
    text = new Date(ms).toISOString();
  }
  return text;
}
