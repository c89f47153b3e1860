import { useTranslations } from "next-intl";
import type { Command } from "./fold-commands.ts";

const OURS = ["offline", "busy", "unavailable", "timeout", "lost", "disconnected", "invalidAnswer"] as const;

/** Why there is no answer, in the reader's words; or what the station said, in its own. */
export function useAnswerText({ error, response }: Command): string | undefined {
  const t = useTranslations("commands.errors");
  if (error) {
    const ours = OURS.find((code) => code === error.code);
    return ours ? t(ours) : [error.code, error.description].filter(Boolean).join(": ");
  }
  return typeof response?.status === "string" ? response.status : undefined;
}
