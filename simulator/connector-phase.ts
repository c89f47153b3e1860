import type { Phase } from "./events.ts";

/**
 * What can happen to a connector, in the words of OCPP 1.6 section 4.9: `engage` a cable or card is presented, `release` nothing
 * is left of it, `start`/`stop` a transaction begins or ends, the car or the station pauses and resumes, `fault`, `disable`
 * (out of service).
 */
export type PhaseEvent =
  | "engage"
  | "release"
  | "start"
  | "stop"
  | "carPauses"
  | "stationPauses"
  | "resume"
  | "fault"
  | "disable";

/** Leaving Faulted and Unavailable uses the event that tells what is found there: release, engage or disable. */
const NEXT: Readonly<Record<Exclude<Phase, "Reserved">, Partial<Record<PhaseEvent, Phase>>>> = {
  Available: { engage: "Preparing", fault: "Faulted", disable: "Unavailable" },
  Preparing: { release: "Available", start: "Charging", fault: "Faulted", disable: "Unavailable" },
  Charging: { carPauses: "SuspendedEV", stationPauses: "SuspendedEVSE", stop: "Finishing", fault: "Faulted" },
  SuspendedEV: { resume: "Charging", stationPauses: "SuspendedEVSE", stop: "Finishing", fault: "Faulted" },
  SuspendedEVSE: { resume: "Charging", carPauses: "SuspendedEV", stop: "Finishing", fault: "Faulted" },
  Finishing: { release: "Available", engage: "Preparing", fault: "Faulted", disable: "Unavailable" },
  Faulted: { release: "Available", engage: "Preparing", disable: "Unavailable" },
  Unavailable: { release: "Available", engage: "Preparing", fault: "Faulted" },
};

/** The phase after the event, or undefined when the event means nothing in this phase. */
export function nextPhase(phase: Phase, event: PhaseEvent): Phase | undefined {
  return phase === "Reserved" ? undefined : NEXT[phase][event];
}
