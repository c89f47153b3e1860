"use client";

import { CommandForm } from "./command-form.tsx";
import { CommandHistory } from "./command-history.tsx";
import type { ChargePoint } from "./fold-live.ts";

/** What can be asked of a station, and beside it what came of what was asked. */
export function CommandPanel({ point }: { point: ChargePoint }) {
  return (
    <div className="grid items-start gap-4 @3xl:grid-cols-[20rem_1fr]">
      <CommandForm point={point} />
      <CommandHistory id={point.id} />
    </div>
  );
}
