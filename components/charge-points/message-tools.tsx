"use client";

import { Pause, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button.tsx";
import { NativeSelect } from "../ui/native-select.tsx";
import type { Message } from "./fold-messages.ts";
import { FROM_STATION, TO_STATION } from "./message-actions.ts";
import { MESSAGE_VIEWS } from "./url-state.ts";

type View = (typeof MESSAGE_VIEWS)[number];
type State = { action: string | null; direction: Message["direction"] | null; view: View };
type Props = Readonly<State> & {
  onChange: (change: Partial<State>) => void;
  isPaused: boolean;
  /** Messages that came since the pause. */
  waiting: number;
  onPause: () => void;
};

/** What of the trace is shown, how, and whether it moves. */
export function MessageTools({ action, direction, view, onChange, isPaused, waiting, onPause }: Props) {
  const t = useTranslations("messages");
  const Icon = isPaused ? Play : Pause;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <NativeSelect
        aria-label={t("action")}
        value={action ?? ""}
        onChange={(event) => onChange({ action: event.target.value || null })}
        className="w-40"
      >
        <option value="">{t("allActions")}</option>
        <optgroup label={t("in")}>
          {FROM_STATION.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </optgroup>
        <optgroup label={t("out")}>
          {TO_STATION.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </optgroup>
      </NativeSelect>
      <NativeSelect
        aria-label={t("direction")}
        value={direction ?? ""}
        onChange={(event) => onChange({ direction: toDirection(event.target.value) })}
      >
        <option value="">{t("both")}</option>
        <option value="in">{t("in")}</option>
        <option value="out">{t("out")}</option>
      </NativeSelect>
      <fieldset className="flex">
        <legend className="sr-only">{t("view")}</legend>
        {MESSAGE_VIEWS.map((name) => (
          <Button
            key={name}
            variant={view === name ? "secondary" : "quiet"}
            aria-pressed={view === name}
            onClick={() => onChange({ view: name })}
          >
            {t(`views.${name}`)}
          </Button>
        ))}
      </fieldset>
      <Button onClick={onPause}>
        <Icon aria-hidden="true" />
        {!isPaused ? t("pause") : waiting === 0 ? t("resume") : t("resumeNew", { count: waiting })}
      </Button>
    </div>
  );
}

const toDirection = (value: string): Message["direction"] | null => (value === "in" || value === "out" ? value : null);
