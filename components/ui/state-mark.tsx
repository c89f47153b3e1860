import { clsx } from "clsx";
import type { StateFamily } from "../../server/core/connector-state.ts";

const FILL = {
  free: "fill-free-fill",
  charging: "fill-charging-fill",
  waiting: "fill-waiting-fill stroke-fg",
  fault: "fill-fault-fill",
  out: "fill-out-fill stroke-fg",
  offline: "fill-none stroke-offline-fill state-mark-hollow",
} as const satisfies Record<StateFamily, string>;

const SHAPE = {
  free: <circle cx="5" cy="5" r="4.5" />,
  charging: <circle cx="5" cy="5" r="4.5" />,
  waiting: <circle cx="5" cy="5" r="4.5" />,
  fault: <path d="M5 0.5 9.8 9.5H0.2Z" />,
  out: <rect x="0.5" y="0.5" width="9" height="9" />,
  offline: <rect x="0.75" y="0.75" width="8.5" height="8.5" strokeWidth="1.5" strokeDasharray="2.2 1.4" />,
} as const satisfies Record<StateFamily, React.ReactNode>;

/** The family's shape and fill: 10 px, decorative. Amber and grey carry an outline, being too pale for a card without. */
export function StateMark({ family, className }: { family: StateFamily; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 10 10"
      className={clsx("state-mark size-2.5! shrink-0", FILL[family], className)}
    >
      {SHAPE[family]}
    </svg>
  );
}
