"use client";

import { useTranslations } from "next-intl";
import { cn } from "./cn.ts";
import { CopyButton } from "./copy-button.tsx";
import { type JsonToken, jsonTokens, prettyJson } from "./json-tokens.ts";
import { ScrollRegion } from "./scroll-region.tsx";

const TONE = {
  key: "text-fg font-medium",
  string: "text-free-text",
  number: "text-charging-text",
  literal: "text-waiting-text",
  plain: "text-muted",
} as const satisfies Record<JsonToken["kind"], string>;

/** A message as indented JSON with a copy button. Takes a value, or the raw text as it came over the wire. */
export function JsonView({ value, label, className }: { value: unknown; label: string; className?: string }) {
  const t = useTranslations("ui");
  const text = prettyJson(value);
  let offset = 0;
  return (
    <figure data-slot="json-view" className={cn("relative rounded-card border bg-bg", className)}>
      <figcaption className="flex items-center justify-between border-b px-3 py-1 text-meta text-muted">
        {label}
        <CopyButton text={text} label={t("copyJson")} />
      </figcaption>
      <ScrollRegion label={label} className="max-h-96 overflow-auto -outline-offset-2">
        <pre className="p-3 font-mono text-code">
          {jsonTokens(text).map((token) => {
            const key = offset;
            offset += token.text.length;
            return (
              <span key={key} className={TONE[token.kind]}>
                {token.text}
              </span>
            );
          })}
        </pre>
      </ScrollRegion>
    </figure>
  );
}
