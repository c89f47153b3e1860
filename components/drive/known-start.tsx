"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { PlugOffer } from "../../server/services/place/station-view.ts";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { call } from "../api/call.ts";
import { useBase } from "./base.tsx";
import { BigButton } from "./big-button.tsx";
import { DriveProblem } from "./drive-problem.tsx";
import { OnePerson } from "./one-person.tsx";
import { obstacleOf, offerOf, StartObstacleBox } from "./start-obstacle.tsx";

type Props = { one: RouterOutputs["place"]["plug"]; onOffer: (offer: PlugOffer) => void };

/** One tap for whoever is signed in; who is no driver of the company yet becomes one by it. */
export function KnownStart({ one, onOffer }: Props) {
  const t = useTranslations("drive");
  const { base, personId, isDriver } = useBase();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { key, state, tariffVersionId } = one.plug;
  const start = async () => {
    setBusy(true);
    setError(null);
    try {
      if (!isDriver) await call(base, "drive.join", undefined);
      const { commandId } = await call(base, "drive.start", { plug: key, tariffVersionId });
      window.location.assign(`${base}/drive/start/${commandId}?plug=${encodeURIComponent(key)}`);
    } catch (cause) {
      setError(cause);
      const offer = offerOf(cause);
      if (offer) onOffer(offer);
      setBusy(false);
    }
  };
  const obstacle = obstacleOf(error);
  return (
    <>
      <OnePerson personId={personId} />
      {obstacle && <StartObstacleBox obstacle={obstacle} one={one} />}
      {error !== null && !obstacle && <DriveProblem error={error} />}
      <p className="text-body text-muted">{t(state === "free" ? "start.hintFree" : "start.hint")}</p>
      <BigButton busy={isBusy} onClick={() => void start()}>
        {t("start.action")}
      </BigButton>
    </>
  );
}
