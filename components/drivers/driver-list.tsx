"use client";

import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useState } from "react";
import { parseAsFilterText } from "../api/filter-text.ts";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { TypedFilter } from "../ui/typed-filter.tsx";
import { DriverFields } from "./driver-fields.tsx";

const WIDE = "max-md:hidden";

/** Who charges, by name: found by name, mail, phone or a card in the hand. */
export function DriverList({ canWrite }: { canWrite: boolean }) {
  const t = useTranslations("drivers");
  const format = useFormatter();
  const router = useRouter();
  const trpc = useTRPC();
  const [search, setSearch] = useQueryState("q", parseAsFilterText.withDefault(""));
  const [isBlocked, setBlocked] = useQueryState("blocked", parseAsBoolean.withDefault(false));
  const [isAdding, setAdding] = useState(false);
  const drivers = useInfiniteQuery(
    trpc.driver.list.infiniteQueryOptions(
      { limit: 100, ...(search ? { search } : {}), ...(isBlocked ? { blocked: true } : {}) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, placeholderData: (before) => before },
    ),
  );
  const create = useMutation(
    trpc.driver.create.mutationOptions({ onSuccess: ({ id }) => router.push(`/admin/drivers/${id}`) }),
  );
  const rows = drivers.data?.pages.flatMap(({ items }) => items);
  const isFiltered = search !== "" || isBlocked;
  return (
    <>
      <PageHead
        title={t("title")}
        action={
          canWrite &&
          !isAdding && (
            <Button variant="primary" onClick={() => setAdding(true)}>
              {t("add")}
            </Button>
          )
        }
        filters={
          <>
            <TypedFilter
              label={t("search")}
              value={search}
              onChange={(text) => void setSearch(text || null, { history: "replace" })}
              className="w-full sm:w-72"
              isSearch
            />
            <label className="flex min-h-6 items-center gap-2">
              <input
                type="checkbox"
                className="size-4 accent-brand"
                checked={isBlocked}
                onChange={(event) => void setBlocked(event.target.checked || null, { history: "push" })}
              />
              {t("onlyBlocked")}
            </label>
          </>
        }
      />
      {isAdding && (
        <DriverFields
          driver={null}
          isBusy={create.isPending}
          error={create.error}
          onSave={(draft) => create.mutate(draft)}
          onClose={() => setAdding(false)}
        />
      )}
      {drivers.isError && <QueryError error={drivers.error} onRetry={() => void drivers.refetch()} className="mb-4" />}
      {drivers.isPending && <Skeleton className="h-40" />}
      {rows?.length === 0 && (
        <EmptyState title={t(isFiltered ? "noMatch" : "empty")}>
          {t(isFiltered ? "noMatchHelp" : "emptyHelp")}
        </EmptyState>
      )}
      {rows && rows.length > 0 && (
        <Table label={t("title")}>
          <TableHead>
            <tr>
              <TableHeader pinned>{t("name")}</TableHeader>
              <TableHeader className={WIDE}>{t("email")}</TableHeader>
              <TableHeader className={WIDE}>{t("phone")}</TableHeader>
              <TableHeader>{t("state")}</TableHeader>
              <TableHeader className={WIDE}>{t("since")}</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {rows.map(({ id, name, email, phone, blockedAt, hasSignIn, createdAt }) => (
              <TableRow key={id}>
                <TableCell pinned className="max-md:py-1.5 max-md:whitespace-normal">
                  <Link href={`/admin/drivers/${id}`} className="text-brand underline">
                    {name}
                  </Link>
                  <span className="block text-meta break-all text-muted md:hidden">{email ?? phone}</span>
                </TableCell>
                <TableCell className={WIDE}>{email ?? "—"}</TableCell>
                <TableCell className={WIDE}>{phone ?? "—"}</TableCell>
                <TableCell>
                  {blockedAt ? <Badge tone="error">{t("blocked")}</Badge> : t(hasSignIn ? "usesApp" : "byCard")}
                </TableCell>
                <TableCell className={WIDE}>{format.dateTime(new Date(createdAt), { dateStyle: "medium" })}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      {drivers.hasNextPage && (
        <div className="mt-4 text-center">
          <Button onClick={() => void drivers.fetchNextPage()} busy={drivers.isFetchingNextPage}>
            {t("more")}
          </Button>
        </div>
      )}
    </>
  );
}
