"use client";

import { Check, Copy, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "./button.tsx";

/** Copies `text`. Says so, and says when the browser refuses (clipboards need https or localhost). */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useTranslations("ui");
  const [outcome, setOutcome] = useState<"idle" | "copied" | "refused">("idle");
  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => setOutcome((await writeClipboard(text)) ? "copied" : "refused");
  const Icon = { idle: Copy, copied: Check, refused: X }[outcome];
  return (
    <>
      <Button variant="quiet" size="small" className="size-6 px-0" aria-label={label ?? t("copy")} onClick={copy}>
        <Icon aria-hidden="true" className="size-3.5!" />
      </Button>
      <span role="status" className="sr-only">
        {outcome === "copied" && t("copied")}
        {outcome === "refused" && t("copyRefused")}
      </span>
    </>
  );
}

async function writeClipboard(text: string): Promise<boolean> {
  if (!navigator.clipboard) return false;
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}
