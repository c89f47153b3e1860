import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import WebSocket from "ws";
import type { Fleet } from "./fleet.ts";
import type { Attempt, Ledger } from "./ledger.ts";
import type { Victims } from "./victims.ts";
import { until } from "./wait.ts";

/** Longer than a CALL must hang before a Heartbeat may overtake it. */
const AWAY_MS = 3_500;
const HEARTBEAT_EVERY_MS = 500;
/** What was committed before the database stopped may still be on its way to the station. */
const SETTLING_MS = 300;

export type Outage = {
  readonly heartbeats: number;
  readonly waiting: number;
  /** What should not have happened. */
  readonly flaws: readonly string[];
};

/**
 * Stops the database while the fleet charges. Meanwhile nothing but Heartbeat is answered, on sockets that stay open; then
 * the database comes back, and what had waited is answered on the very same sockets.
 */
export async function observeOutage(victims: Victims, { stations, witness }: Fleet, ledger: Ledger): Promise<Outage> {
  await until("all stations to be connected", () => stations.every(({ link }) => link.isOpen));
  const flaws: string[] = [];
  const socket = await openWitness(witness);
  const disconnects = ledger.disconnects;
  await victims.stopPostgres();
  await sleep(SETTLING_MS);

  const answered = ledger.answered;
  const status = sendStatus(socket, witness.chargePointId, ledger);
  let heartbeats = 0;
  socket.on("message", (data) => {
    const [type, id, payload] = JSON.parse(String(data)) as [number, string, object];
    if (type === 3 && id === status.id) ledger.ended(status, payload);
    else if (type === 3) heartbeats += 1;
  });
  for (const end = Date.now() + AWAY_MS; Date.now() < end; await sleep(HEARTBEAT_EVERY_MS)) {
    socket.send(JSON.stringify([2, randomUUID(), "Heartbeat", {}]));
  }
  const waiting = ledger.inFlight;
  if (heartbeats === 0) flaws.push("no Heartbeat was answered while the database was away");
  if (waiting < 2) flaws.push("nothing waited for the database");
  if (ledger.answered !== answered) flaws.push(`${ledger.answered - answered} CALLs were answered without a database`);
  const answeredMeanwhile = heartbeats;

  await victims.startPostgres();
  await until("what waited to be answered", () => status.answer !== null && ledger.answered >= answered + waiting);
  if (ledger.disconnects !== disconnects) flaws.push(`${ledger.disconnects - disconnects} sockets did not stay open`);
  socket.close();
  return { heartbeats: answeredMeanwhile, waiting, flaws };
}

async function openWitness({ url, authorization }: Fleet["witness"]): Promise<WebSocket> {
  const socket = new WebSocket(url, ["ocpp1.6"], { headers: { authorization } });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", () => resolve());
    socket.once("error", reject);
  });
  return socket;
}

function sendStatus(socket: WebSocket, chargePointId: string, ledger: Ledger): Attempt {
  const [connectorId, status, info] = [1, "Available", randomUUID()];
  const message = ledger.message(chargePointId, "StatusNotification");
  message.text = JSON.stringify({ connectorId, status, errorCode: "NoError", info });
  ledger.statuses.push({ chargePointId, connectorId, status, info, message });
  const attempt = ledger.sent(message, randomUUID());
  socket.send(`[2,"${attempt.id}","StatusNotification",${message.text}]`);
  return attempt;
}
