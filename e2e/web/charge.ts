import { readDemo } from "./address.ts";
import { StationSocket } from "./station.ts";

export const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** One of the demo's charge points that nobody simulates. */
export function demoStation(index: number) {
  const station = readDemo().stations[index];
  if (!station) throw new Error(`the demo has no charge point ${index}`);
  return station;
}

/** Opens a charge point's socket and begins a session on it some minutes ago, at a register of 10 kWh. */
export async function beginSession(
  index: number,
  connectorId: number,
  begunMinutesAgo: number,
  idTag = readDemo().idTokens.accepted,
) {
  const station = demoStation(index);
  const socket = await StationSocket.open(station);
  await socket.status(connectorId, "Preparing", minutesAgo(begunMinutesAgo));
  const { transactionId } = await socket.call("StartTransaction", {
    connectorId,
    idTag,
    meterStart: 10_000,
    timestamp: minutesAgo(begunMinutesAgo).toISOString(),
  });
  await socket.status(connectorId, "Charging", minutesAgo(begunMinutesAgo));
  return { socket, station, transactionId: Number(transactionId) };
}

/** Ends it a minute ago, at the register given. */
export async function endSession(socket: StationSocket, transactionId: number, connectorId: number, meterStop: number) {
  await socket.call("StopTransaction", {
    ...{ transactionId, meterStop, reason: "Local" },
    timestamp: minutesAgo(1).toISOString(),
  });
  await socket.status(connectorId, "Available", minutesAgo(1));
  socket.close();
}
