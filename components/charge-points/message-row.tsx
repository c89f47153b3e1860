"use client";

import { ArrowDownLeft, ArrowUpRight } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { memo, useState } from "react";
import { Badge } from "../ui/badge.tsx";
import { JsonView } from "../ui/json-view.tsx";
import type { Message } from "./fold-messages.ts";
import { MessageFields } from "./message-fields.tsx";
import { framesOf, summaryOf } from "./message-text.ts";
import type { MESSAGE_VIEWS } from "./url-state.ts";

type Props = { message: Message; view: (typeof MESSAGE_VIEWS)[number] };

/** One exchange in a line; opened, its fields or its frames. What is closed is not built. */
export const MessageRow = memo(function MessageRow({ message, view }: Props) {
  const t = useTranslations("messages");
  const format = useFormatter();
  const [isOpen, setOpen] = useState(false);
  const Arrow = message.direction === "in" ? ArrowDownLeft : ArrowUpRight;
  const summary = summaryOf(message);
  return (
    <li data-message={message.action ?? ""} className="[contain-intrinsic-size:auto_2.25rem] [content-visibility:auto]">
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="flex min-h-row flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 text-dense -outline-offset-2 hover:bg-hover">
          <time dateTime={message.at} className="text-muted tabular-nums">
            {format.dateTime(new Date(message.at), {
              day: "2-digit",
              month: "2-digit",
              hour: "2-digit",
              minute: "2-digit",
              second: "2-digit",
              fractionalSecondDigits: 3,
            })}
          </time>
          <Arrow aria-hidden="true" className="size-4 shrink-0 text-muted" />
          <span className="sr-only">{t(message.direction)}</span>
          <span className="font-medium">{message.action ?? t("unreadable")}</span>
          {message.errorCode && <Badge tone="error">{message.errorCode}</Badge>}
          {message.quirks.length > 0 && <Badge tone="warning">{t("quirks", { count: message.quirks.length })}</Badge>}
          {summary && (
            <span className="min-w-0 flex-1 basis-60 truncate font-mono text-code text-muted">{summary}</span>
          )}
        </summary>
        {isOpen && <Opened message={message} view={view} />}
      </details>
    </li>
  );
});

function Opened({ message, view }: Props) {
  const t = useTranslations("messages");
  const frames = framesOf(message);
  const isRaw = view === "raw" || message.raw !== null;
  return (
    <div className="grid gap-3 px-3 pt-1 pb-3 @3xl:grid-cols-2">
      {isRaw ? (
        <>
          <JsonView label={t("callFrame")} value={frames.call} className="min-w-0" />
          {frames.answer === null ? (
            <p className="text-dense text-muted">{t("noAnswer")}</p>
          ) : (
            <JsonView label={t("answerFrame")} value={frames.answer} className="min-w-0" />
          )}
        </>
      ) : (
        <>
          <MessageFields label={t("request")} payload={message.request} />
          {message.response !== null && <MessageFields label={t("response")} payload={message.response} />}
          {message.response === null && !message.errorCode && <p className="text-dense text-muted">{t("noAnswer")}</p>}
        </>
      )}
      {message.errorCode && (
        <p className="text-dense wrap-anywhere text-fault-text @3xl:col-span-2">
          {t("error", { code: message.errorCode, text: message.errorDescription ?? "" })}
        </p>
      )}
      {message.quirks.length > 0 && (
        <p className="text-dense wrap-anywhere text-waiting-text @3xl:col-span-2">
          {t("quirksAre", { quirks: message.quirks.join(", ") })}
        </p>
      )}
    </div>
  );
}
