"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { emptySite } from "../../server/core/site-state.ts";
import { parseAsFilterText } from "../api/filter-text.ts";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { useFleet } from "../fleet/use-fleet.ts";
import { formatKw } from "../format/power.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { TypedFilter } from "../ui/typed-filter.tsx";
import { SiteFields } from "./site-fields.tsx";

const FAMILIES = ["free", "charging", "waiting", "fault", "out", "offline"] as const;

/** Every place with charge points, and how it stands there now. */
export function SiteList({ permissions }: { permissions: readonly string[] }) {
  const t = useTranslations("sites");
  const locale = useLocale();
  const router = useRouter();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [search, setSearch] = useQueryState("q", parseAsFilterText.withDefault(""));
  const [isAdding, setAdding] = useState(false);
  const { query, sites, states, isStale } = useFleet();
  const create = useMutation(
    trpc.site.create.mutationOptions({
      onSuccess: async ({ id }) => {
        await client.invalidateQueries({ queryKey: trpc.fleet.pathKey() });
        router.push(`/admin/sites/${id}`);
      },
    }),
  );
  const wanted = search.toLowerCase();
  const rows = sites?.filter(({ name, city }) => `${name} ${city ?? ""}`.toLowerCase().includes(wanted));
  return (
    <>
      <PageHead
        title={t("title")}
        count={rows?.length}
        filters={
          <TypedFilter
            label={t("search")}
            value={search}
            onChange={(text) => void setSearch(text || null, { history: "replace" })}
            className="w-full sm:w-72"
            isSearch
          />
        }
        action={
          permissions.includes("chargePoint.write") &&
          !isAdding && (
            <Button variant="primary" onClick={() => setAdding(true)}>
              {t("add")}
            </Button>
          )
        }
      />
      {isAdding && (
        <SiteFields
          site={null}
          canPrice={permissions.includes("tariff.write")}
          isBusy={create.isPending}
          error={create.error}
          onSave={(draft) => create.mutate(draft)}
          onClose={() => setAdding(false)}
        />
      )}
      {query.isError && <QueryError error={query.error} onRetry={() => void query.refetch()} className="mb-4" />}
      {query.isPending && <Skeleton className="h-40" />}
      {rows?.length === 0 && (
        <EmptyState title={t(search ? "noMatch" : "empty")}>{t(search ? "noMatchHelp" : "emptyHelp")}</EmptyState>
      )}
      {rows && rows.length > 0 && (
        <Table label={t("title")}>
          <TableHead>
            <tr>
              <TableHeader pinned>{t("name")}</TableHeader>
              <TableHeader className="max-md:hidden">{t("city")}</TableHeader>
              {FAMILIES.map((family) => (
                <TableHeader key={family} numeric className={family === "free" ? "" : "max-md:hidden"}>
                  {t(`family.${family}`)}
                </TableHeader>
              ))}
              <TableHeader numeric>kW</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {rows.map(({ id, name, city }) => {
              const { families, powerW } = states.get(id) ?? emptySite(id);
              return (
                <TableRow key={id} className={isStale ? "text-muted" : ""}>
                  <TableCell pinned className="max-md:whitespace-normal">
                    <Link href={`/admin/sites/${id}`} className="text-brand underline">
                      {name}
                    </Link>
                  </TableCell>
                  <TableCell className="max-md:hidden">{city ?? "—"}</TableCell>
                  {FAMILIES.map((family) => (
                    <TableCell key={family} numeric className={family === "free" ? "" : "max-md:hidden"}>
                      {families[family]}
                    </TableCell>
                  ))}
                  <TableCell numeric>{formatKw(powerW, locale)}</TableCell>
                </TableRow>
              );
            })}
          </TableBody>
        </Table>
      )}
    </>
  );
}
