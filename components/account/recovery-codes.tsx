"use client";

import { useTranslations } from "next-intl";
import { CopyButton } from "../ui/copy-button.tsx";

/** The codes that stand in for a lost phone: shown this once. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const t = useTranslations("account.recovery");
  const text = codes.join("\n");
  return (
    <section className="flex flex-col gap-3 rounded-card border border-free-text bg-free-tint p-4" role="status">
      <p className="font-medium">{t("title")}</p>
      <p>{t("text")}</p>
      <ul className="grid grid-cols-2 gap-1 font-mono text-code" data-testid="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <p className="flex items-center gap-2">
        <CopyButton text={text} label={t("copy")} />
        <a
          className="text-brand underline"
          download="recovery-codes.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
        >
          {t("download")}
        </a>
      </p>
    </section>
  );
}
