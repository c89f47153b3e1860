"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { parseAsBoolean, useQueryState } from "nuqs";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { useSharedNow } from "../ui/use-shared-now.ts";
import { plannedVersion } from "./planned-version.ts";
import { PriceText } from "./price-text.tsx";

type Tariff = RouterOutputs["tariff"]["list"]["items"][number];
type Uses = RouterOutputs["tariff"]["uses"][number];
const WIDE = "max-md:hidden";

/** All tariffs by name: what they cost, where they are used, since when. */
export function TariffList({ canWrite }: { canWrite: boolean }) {
  const t = useTranslations("tariffs");
  const trpc = useTRPC();
  const [retired, setRetired] = useQueryState("retired", parseAsBoolean.withDefault(false));
  const tariffs = useInfiniteQuery(
    trpc.tariff.list.infiniteQueryOptions(
      { limit: 100, retired },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  const uses = useQuery(trpc.tariff.uses.queryOptions());
  const rows = tariffs.data?.pages.flatMap(({ items }) => items);
  const create = canWrite && (
    <Button asChild variant="primary">
      <Link href="/admin/tariffs/new">{t("new")}</Link>
    </Button>
  );
  return (
    <>
      <PageHead
        title={t("title")}
        action={create}
        filters={
          <label className="flex min-h-6 items-center gap-2">
            <input
              type="checkbox"
              checked={retired}
              onChange={(event) => void setRetired(event.target.checked || null)}
            />
            {t("showRetired")}
          </label>
        }
      />
      {tariffs.isError && <QueryError error={tariffs.error} onRetry={() => void tariffs.refetch()} className="mb-4" />}
      {uses.isError && <QueryError error={uses.error} onRetry={() => void uses.refetch()} className="mb-4" />}
      {!rows && !tariffs.isError && <Skeleton className="h-40" />}
      {rows?.length === 0 && <EmptyState title={t("empty")}>{t("emptyHelp")}</EmptyState>}
      {rows && rows.length > 0 && (
        <Table label={t("title")}>
          <TableHead>
            <tr>
              <TableHeader pinned>{t("name")}</TableHeader>
              <TableHeader className={WIDE}>{t("price")}</TableHeader>
              <TableHeader>{t("usedBy")}</TableHeader>
              <TableHeader className={WIDE}>{t("validFrom")}</TableHeader>
              <TableHeader numeric className={WIDE}>
                {t("versions")}
              </TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {rows.map((tariff) => (
              <Row key={tariff.id} tariff={tariff} uses={uses.data?.find(({ tariffId }) => tariffId === tariff.id)} />
            ))}
          </TableBody>
        </Table>
      )}
      {tariffs.hasNextPage && (
        <div className="mt-4 text-center">
          <Button onClick={() => void tariffs.fetchNextPage()} busy={tariffs.isFetchingNextPage}>
            {t("more")}
          </Button>
        </div>
      )}
    </>
  );
}

function Row({ tariff, uses }: { tariff: Tariff; uses: Uses | undefined }) {
  const t = useTranslations("tariffs");
  const format = useFormatter();
  const { latestVersion: latest, currentVersion } = tariff;
  const from = (currentVersion ?? latest)?.validFrom;
  return (
    <TableRow>
      <TableCell pinned className="max-md:py-1.5 max-md:whitespace-normal">
        <Link href={`/admin/tariffs/${tariff.id}`} className="text-brand underline">
          {tariff.name}
        </Link>{" "}
        {tariff.isAdHoc && <Badge>{t("adHoc")}</Badge>} {tariff.retiredAt && <Badge>{t("retired")}</Badge>}
        <span className="block text-meta text-muted md:hidden">
          <Price tariff={tariff} />
        </span>
      </TableCell>
      <TableCell className={`${WIDE} whitespace-normal`}>
        <Price tariff={tariff} />
      </TableCell>
      <TableCell className="max-md:whitespace-normal">{uses ? <UsesText uses={uses} /> : "—"}</TableCell>
      <TableCell className={WIDE}>
        {from ? (
          <time dateTime={from}>{format.dateTime(new Date(from), { dateStyle: "medium", timeStyle: "short" })}</time>
        ) : (
          "—"
        )}
      </TableCell>
      <TableCell numeric className={WIDE}>
        {uses?.versions ?? "—"}
      </TableCell>
    </TableRow>
  );
}

/** What holds now, and what is planned. */
function Price({ tariff }: { tariff: Tariff }) {
  const t = useTranslations("tariffs");
  const format = useFormatter();
  const planned = plannedVersion(tariff, useSharedNow());
  return (
    <>
      {tariff.currentVersion ? <PriceText ocpi={tariff.currentVersion.ocpi} /> : t("noneNow")}
      {planned && (
        <span className="block text-meta text-muted">
          {t("fromThen", {
            time: format.dateTime(new Date(planned.validFrom), { dateStyle: "medium", timeStyle: "short" }),
          })}{" "}
          <PriceText ocpi={planned.ocpi} />
        </span>
      )}
    </>
  );
}

function UsesText({ uses }: { uses: Uses }) {
  const t = useTranslations("tariffs");
  const parts = [
    uses.isDefault && t("isDefault"),
    uses.sites > 0 && t("siteCount", { count: uses.sites }),
    uses.chargePoints > 0 && t("chargePointCount", { count: uses.chargePoints }),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : t("unused");
}
