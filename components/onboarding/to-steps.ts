import type { ChargePoint } from "../charge-points/fold-live.ts";
import type { StepState } from "../ui/command-steps.ts";

type Refusal = NonNullable<ChargePoint["lastRefusal"]>;

export type OnboardingStep = {
  readonly key: "connect" | "boot" | "connectors";
  readonly state: StepState;
  readonly at: Date | null;
  /** It called and was turned away, after it last was connected. */
  readonly refusal: Refusal | null;
};

/** How far a new charge point has come: it calls, says what it is, and says how its plugs are. */
export function toSteps(point: ChargePoint): readonly OnboardingStep[] {
  const hasConnected = point.isOnline || point.firstBootAt !== null;
  const hasBooted = point.firstBootAt !== null;
  const refusal = point.isOnline ? null : refusalAfter(point);
  const isThere = hasBooted && point.connectors.some(({ status }) => status !== null);
  return [
    {
      key: "connect",
      state: refusal ? "failed" : hasConnected ? "done" : "current",
      at: refusal ? new Date(refusal.at) : toDate(point.connectedAt),
      refusal,
    },
    {
      key: "boot",
      state: hasBooted ? "done" : hasConnected && !refusal ? "current" : "waiting",
      at: toDate(point.lastBootAt),
      refusal: null,
    },
    {
      key: "connectors",
      state: isThere ? "done" : hasBooted ? "current" : "waiting",
      at: null,
      refusal: null,
    },
  ];
}

function refusalAfter({ lastRefusal, connectedAt }: ChargePoint): Refusal | null {
  if (!lastRefusal) return null;
  return connectedAt === null || lastRefusal.at > connectedAt ? lastRefusal : null;
}

const toDate = (instant: string | null): Date | null => (instant === null ? null : new Date(instant));
