"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Input } from "../ui/input.tsx";

/** Takes the list to the sessions of a day. A day that is typed counts once it is whole. */
export function JumpToDate({ onJump }: { onJump: (day: string) => void }) {
  const t = useTranslations("sessions");
  const id = useId();
  const [day, setDay] = useState("");
  return (
    <span className="inline-flex items-center gap-2">
      <label htmlFor={id} className="text-muted">
        {t("jumpToDate")}
      </label>
      <Input
        id={id}
        type="date"
        value={day}
        onChange={(event) => {
          setDay(event.target.value);
          if (event.target.value) onJump(event.target.value);
        }}
        className="w-36"
      />
    </span>
  );
}
