"use client";

import { useTranslations } from "next-intl";
import { START_OBSTACLES, type StartObstacle } from "../../server/core/start-obstacle.ts";
import type { PlugOffer } from "../../server/services/place/station-view.ts";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useBase } from "./base.tsx";
import { BigLink } from "./big-button.tsx";
import { ProblemBox } from "./drive-problem.tsx";

type Obstacle = { readonly reason: StartObstacle; readonly sessionId: string | null };

/** Why the server did not even ask the station; null for a failure of another kind. */
export function obstacleOf(error: unknown): Obstacle | null {
  const details = (error as { data?: { details?: { reason?: unknown; sessionId?: unknown } } } | null)?.data?.details;
  const reason = START_OBSTACLES.find((known) => known === details?.reason);
  if (!reason) return null;
  return { reason, sessionId: typeof details?.sessionId === "string" ? details.sessionId : null };
}

/** The price that holds instead of the one that was seen, where a start was refused for that. */
export function offerOf(error: unknown): PlugOffer | null {
  const details = (error as { data?: { details?: { offer?: PlugOffer } } } | null)?.data?.details;
  return details?.offer ?? null;
}

type BoxProps = { obstacle: Obstacle; one: RouterOutputs["place"]["plug"] };

export function StartObstacleBox({ obstacle: { reason, sessionId }, one }: BoxProps) {
  const t = useTranslations("drive.obstacle");
  const { base } = useBase();
  return (
    <ProblemBox
      title={t(`${reason}.title`)}
      advice={t(`${reason}.advice`)}
      code={`${reason} ${one.plug.key}`}
      action={
        sessionId && (
          <BigLink quiet href={`${base}/drive/sessions/${sessionId}`}>
            {t("toSession")}
          </BigLink>
        )
      }
    />
  );
}
