"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { parseAsFilterText } from "../api/filter-text.ts";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { NativeSelect } from "../ui/native-select.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

type Entry = RouterOutputs["audit"]["list"]["items"][number];

/** What is written about, as the service names it. */
const SUBJECTS = [
  "chargePoint",
  "session",
  "site",
  "tariff",
  "idToken",
  "driver",
  "brand",
  "apiKey",
  "member",
  "invitation",
  "identityProvider",
  "tenant",
] as const;
type Subject = (typeof SUBJECTS)[number];
const isSubject = (text: string): text is Subject => (SUBJECTS as readonly string[]).includes(text);

/** Who did what, newest first, filtered by the address. */
export function AuditList() {
  const t = useTranslations("audit");
  const trpc = useTRPC();
  const [filters, setFilters] = useQueryStates(
    { subject: parseAsFilterText.withDefault(""), id: parseAsFilterText.withDefault("") },
    { history: "push" },
  );
  const subjectType = isSubject(filters.subject) ? filters.subject : undefined;
  const subjectId = filters.id.trim().slice(0, 100);
  const entries = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(
      { ...(subjectType ? { subjectType } : {}), ...(subjectId ? { subjectId } : {}) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  const items = entries.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = subjectType !== undefined || subjectId !== "";
  return (
    <>
      <PageHead
        title={t("title")}
        filters={
          <NativeSelect
            aria-label={t("about")}
            value={subjectType ?? ""}
            onChange={(event) => void setFilters({ subject: event.target.value || null, id: null })}
          >
            <option value="">{t("all")}</option>
            {SUBJECTS.map((subject) => (
              <option key={subject} value={subject}>
                {t(`subject.${subject}`)}
              </option>
            ))}
          </NativeSelect>
        }
      />
      {entries.isError && (
        <QueryError error={entries.error} onRetry={() => void entries.refetch()} isRetrying={entries.isFetching} />
      )}
      {entries.isPending && <Skeleton className="h-40 w-full max-w-4xl" />}
      {entries.isSuccess && items.length === 0 && (
        <EmptyState
          title={t(isFiltered ? "noMatch" : "empty")}
          {...(isFiltered ? { action: <Button onClick={() => void setFilters(null)}>{t("clear")}</Button> } : {})}
        />
      )}
      <ol className="flex max-w-4xl flex-col divide-y rounded-card border bg-card empty:hidden">
        {items.map((entry) => (
          <EntryRow key={entry.id} entry={entry} />
        ))}
      </ol>
      {entries.hasNextPage && (
        <Button className="mt-4" onClick={() => void entries.fetchNextPage()} busy={entries.isFetchingNextPage}>
          {t("more")}
        </Button>
      )}
    </>
  );
}

/** Where a subject is shown; null where it has no page. */
function pageOf({ subjectType, subjectId }: Entry): string | null {
  const id = encodeURIComponent(subjectId);
  if (subjectType === "chargePoint") return `/admin/charge-points/${id}`;
  if (subjectType === "session") return `/admin/sessions/${id}`;
  if (subjectType === "tariff") return `/admin/tariffs/${id}`;
  if (subjectType === "site") return `/admin/sites/${id}`;
  if (subjectType === "driver") return `/admin/drivers/${id}`;
  return subjectType === "brand" ? `/admin/brands/${id}` : null;
}

function EntryRow({ entry }: { entry: Entry }) {
  const t = useTranslations("audit");
  const format = useFormatter();
  const page = pageOf(entry);
  const key = `action.${entry.action.replace(".", "_")}`;
  // An action that is newer than its words is said as it is.
  const words = t.has(key as never) ? t(key as never) : entry.action;
  return (
    <li className="flex flex-col gap-1 p-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <time dateTime={entry.at} className="text-dense text-muted">
          {format.dateTime(new Date(entry.at), { dateStyle: "medium", timeStyle: "medium" })}
        </time>
        <span className="font-medium">{words}</span>
        <span className="text-muted">{t("by", { name: entry.actor.name ?? entry.actor.kind })}</span>
        {page ? (
          <Link href={page} className="text-brand hover:underline">
            {isSubject(entry.subjectType) ? t(`subject.${entry.subjectType}`) : entry.subjectType}
          </Link>
        ) : (
          <code className="font-mono text-meta break-all text-muted">{entry.subjectId}</code>
        )}
      </div>
      {entry.detail && Object.keys(entry.detail).length > 0 && (
        <details>
          <summary className="text-dense text-muted">{t("detail")}</summary>
          <pre className="overflow-x-auto font-mono text-code whitespace-pre-wrap break-all">
            {JSON.stringify(entry.detail, null, 2)}
          </pre>
        </details>
      )}
    </li>
  );
}
