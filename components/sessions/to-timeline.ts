import type { RouterOutputs } from "../../server/transport/trpc/router.ts";

type Session = RouterOutputs["session"]["get"];
export type ConnectorStatus = RouterOutputs["session"]["statuses"]["items"][number];

export type TimelineItem =
  | { readonly kind: "started" | "settled"; readonly at: string }
  | { readonly kind: "stopped" | "closed"; readonly at: string; readonly reason: string | null }
  | { readonly kind: "status"; readonly at: string; readonly status: ConnectorStatus };

/** The statuses with one that was pushed; as they were where it was read already. */
export function withStatus(before: readonly ConnectorStatus[], pushed: ConnectorStatus): readonly ConnectorStatus[] {
  const isPushed = ({ at, receivedAt, status }: ConnectorStatus) =>
    at === pushed.at && receivedAt === pushed.receivedAt && status === pushed.status;
  return before.some(isPushed) ? before : [...before, pushed];
}

/** Of equal instants this comes first. */
const ORDER: readonly TimelineItem["kind"][] = ["started", "status", "stopped", "closed", "settled"];

type Ending = Pick<Session, "startedAt" | "endedAt" | "endCause" | "stopReason" | "settledAt">;

/** What happened in a session, oldest first: its start, what its connector said, its end, its settlement. */
export function toTimeline(session: Ending, statuses: readonly ConnectorStatus[]): readonly TimelineItem[] {
  const { startedAt, endedAt, endCause, stopReason, settledAt } = session;
  const items: TimelineItem[] = [
    { kind: "started", at: startedAt },
    ...statuses.map((status): TimelineItem => ({ kind: "status", at: status.at, status })),
  ];
  if (endedAt !== null) {
    items.push({ kind: endCause === "abandoned" ? "closed" : "stopped", at: endedAt, reason: stopReason });
  }
  if (settledAt !== null) items.push({ kind: "settled", at: settledAt });
  return items.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}
