import { useTranslations } from "next-intl";

export const MAIN_ID = "main";

/** First stop of the Tab key: past the navigation, to the page. */
export function SkipLink() {
  const t = useTranslations("shell");
  return (
    <a
      href={`#${MAIN_ID}`}
      className="sr-only rounded-control bg-brand px-3 py-2 font-medium text-on-brand focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
    >
      {t("skip")}
    </a>
  );
}
