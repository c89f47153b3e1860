"use client";

import { useFormatter, useTranslations } from "next-intl";

/** Above what is not live: of when it is. */
export function AsOf({ at }: { at: string }) {
  const t = useTranslations("drive.offline");
  const time = useFormatter().dateTime(new Date(at), { dateStyle: "short", timeStyle: "short" });
  return <p className="font-semibold text-waiting-text">{t("asOf", { time })}</p>;
}
