"use client";

import { useConnection } from "../api/live-provider.tsx";
import { StaleNote } from "./stale-note.tsx";

/** Says on every page of the app when live values stopped. */
export function DriveLiveBar() {
  return <StaleNote since={useConnection().since} />;
}
