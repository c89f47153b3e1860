"use client";

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { OFFICE_PARAM } from "../../server/core/request-headers.ts";
import { useOffice } from "../api/office.tsx";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button, buttonVariants } from "../ui/button.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { type SessionFilters, toListInput } from "./session-filters.ts";

const FORMATS = ["xlsx", "csv"] as const;

/** Everything that the filter says as a file, with the number of rows before it starts. */
export function ExportMenu({ filters }: { filters: SessionFilters }) {
  const t = useTranslations("sessions.export");
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <div className="relative">
      <Button aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
        <Download aria-hidden="true" />
        {t("action")}
      </Button>
      {isOpen && (
        // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what the button opened, wherever in it the focus is
        <div
          id={id}
          className="absolute right-0 z-20 mt-1 flex w-72 flex-col gap-3 rounded-card border bg-card p-4 shadow-overlay"
          onKeyDown={(event) => event.key === "Escape" && setOpen(false)}
        >
          <Choices filters={filters} onChosen={() => setOpen(false)} />
        </div>
      )}
    </div>
  );
}

function Choices({ filters, onChosen }: { filters: SessionFilters; onChosen: () => void }) {
  const t = useTranslations("sessions.export");
  const format = useFormatter();
  const language = useLocale();
  const office = useOffice();
  const filter = toListInput(filters);
  const size = useQuery(useTRPC().session.exportSize.queryOptions(filter, { trpc: { context: { alone: true } } }));
  if (size.isError) return <QueryError error={size.error} onRetry={() => void size.refetch()} />;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const query = new URLSearchParams({ [OFFICE_PARAM]: office, language, ...(timeZone ? { timeZone } : {}) });
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, String(value));
  return (
    <>
      <p role="status">
        {size.data ? (
          t(size.data.isMore ? "moreRows" : "rows", { count: size.data.rows })
        ) : (
          <Skeleton className="h-5 w-40" />
        )}
      </p>
      <div className="flex gap-2">
        {FORMATS.map((name) => (
          <a
            key={name}
            href={`/api/exports/sessions.${name}?${query}`}
            download
            className={buttonVariants({ variant: name === "xlsx" ? "primary" : "secondary" })}
            onClick={onChosen}
          >
            {t(name)}
          </a>
        ))}
      </div>
      <p className="text-meta text-muted">
        {t("help", { zone: timeZone ?? "UTC", now: format.dateTime(new Date(), { timeStyle: "short" }) })}
      </p>
    </>
  );
}
