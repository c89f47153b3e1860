"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { OneQueryError, QueryError, useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { JsonView } from "../ui/json-view.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useSharedNow } from "../ui/use-shared-now.ts";
import { AssignTariff } from "./assign-tariff.tsx";
import { plannedVersion } from "./planned-version.ts";
import { PriceWords } from "./price-text.tsx";

type Tariff = RouterOutputs["tariff"]["get"];
type Uses = RouterOutputs["tariff"]["usesOf"];

/** One tariff: what it costs, where it is used, its versions and who made them. */
export function TariffPage({ id, canWrite }: { id: string; canWrite: boolean }) {
  const t = useTranslations("tariffs");
  const trpc = useTRPC();
  const tariff = useQuery(trpc.tariff.get.queryOptions({ tariffId: id }));
  const uses = useQuery(trpc.tariff.usesOf.queryOptions({ tariffId: id }));
  if (tariff.isError && !tariff.data) {
    return (
      <>
        <PageHead title={t("title")} />
        <OneQueryError
          error={tariff.error}
          onRetry={() => void tariff.refetch()}
          missing={t("missing")}
          list={{ href: "/admin/tariffs", label: t("toList") }}
        />
      </>
    );
  }
  const { data } = tariff;
  const isEditable = canWrite && data && !data.retiredAt;
  return (
    <>
      <PageHead
        title={data?.name ?? t("title")}
        action={
          isEditable && (
            <Button asChild variant="primary">
              <Link href={`/admin/tariffs/${id}/new-version`}>{t("newVersion")}</Link>
            </Button>
          )
        }
      />
      {!data && <Skeleton className="h-40" />}
      {data && (
        <div className="flex flex-col gap-6">
          <section aria-label={t("words")}>
            <p className="mb-2 flex gap-2">
              {data.isAdHoc && <Badge>{t("adHoc")}</Badge>}
              {data.retiredAt && <Badge>{t("retired")}</Badge>}
            </p>
            <Price tariff={data} />
          </section>
          {uses.isError && <QueryError error={uses.error} onRetry={() => void uses.refetch()} />}
          {uses.data && <UsedBy uses={uses.data} />}
          {isEditable && <AssignTariff tariffId={id} />}
          <Versions id={id} authors={uses.data?.authors ?? []} />
          {isEditable && uses.data && <Retire id={id} name={data.name} uses={uses.data} />}
        </div>
      )}
    </>
  );
}

/** What holds now, and what is planned. */
function Price({ tariff }: { tariff: Tariff }) {
  const t = useTranslations("tariffs");
  const format = useFormatter();
  const planned = plannedVersion(tariff, useSharedNow());
  return (
    <>
      {tariff.currentVersion ? <PriceWords ocpi={tariff.currentVersion.ocpi} /> : <p>{t("noneNow")}</p>}
      {planned && (
        <div className="mt-2 text-muted">
          <p>
            {t("fromThen", {
              time: format.dateTime(new Date(planned.validFrom), { dateStyle: "medium", timeStyle: "short" }),
            })}
          </p>
          <PriceWords ocpi={planned.ocpi} />
        </div>
      )}
    </>
  );
}

function UsedBy({ uses }: { uses: Uses }) {
  const t = useTranslations("tariffs");
  const isUnused = !uses.isDefault && uses.sites.length + uses.chargePoints.length === 0;
  return (
    <section aria-label={t("usedBy")}>
      <h2 className="font-semibold">{t("usedBy")}</h2>
      <ul>
        {isUnused && <li>{t("unused")}</li>}
        {uses.isDefault && <li>{t("isDefault")}</li>}
        {uses.sites.map((site) => (
          <li key={site.id}>{t("ofSite", { name: site.name })}</li>
        ))}
        {uses.chargePoints.map((point) => (
          <li key={point.id}>
            <Link href={`/admin/charge-points/${point.id}`} className="text-brand underline">
              {point.identity}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Versions({ id, authors }: { id: string; authors: Uses["authors"] }) {
  const t = useTranslations("tariffs");
  const format = useFormatter();
  const versions = useInfiniteQuery(
    useTRPC().tariff.versions.infiniteQueryOptions(
      { tariffId: id, limit: 20 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  const at = (iso: string) => (
    <time dateTime={iso}>{format.dateTime(new Date(iso), { dateStyle: "medium", timeStyle: "short" })}</time>
  );
  return (
    <section aria-label={t("versions")}>
      <h2 className="mb-2 font-semibold">{t("versions")}</h2>
      {versions.isError && <QueryError error={versions.error} onRetry={() => void versions.refetch()} />}
      <ol className="flex flex-col gap-3">
        {versions.data?.pages
          .flatMap(({ items }) => items)
          .map((version) => (
            <li key={version.id} className="min-w-0 rounded-card border bg-card p-3">
              <h3 className="font-medium">{t("version", { number: version.version })}</h3>
              <p className="text-meta text-muted">
                {t("validFrom")}: {at(version.validFrom)}
                {version.validUntil && (
                  <>
                    {" · "}
                    {t("validUntil")}: {at(version.validUntil)}
                  </>
                )}
                {" · "}
                {t("madeBy", { name: authors.find(({ versionId }) => versionId === version.id)?.name ?? "—" })}{" "}
                {at(version.createdAt)}
              </p>
              <PriceWords ocpi={version.ocpi} />
              <details className="mt-2">
                <summary className="min-h-6 cursor-pointer">OCPI 2.2.1</summary>
                <JsonView value={version.ocpi} label={t("version", { number: version.version })} />
              </details>
            </li>
          ))}
      </ol>
      {versions.hasNextPage && (
        <Button className="mt-3" onClick={() => void versions.fetchNextPage()} busy={versions.isFetchingNextPage}>
          {t("more")}
        </Button>
      )}
    </section>
  );
}

function Retire({ id, name, uses }: { id: string; name: string; uses: Uses }) {
  const t = useTranslations("tariffs");
  const trpc = useTRPC();
  const client = useQueryClient();
  const errorText = useErrorText();
  const [isOpen, setOpen] = useState(false);
  const retire = useMutation(trpc.tariff.retire.mutationOptions());
  const users = [
    ...(uses.isDefault ? [t("isDefault")] : []),
    ...uses.sites.map((site) => site.name),
    ...uses.chargePoints.map(({ identity }) => identity),
  ];
  const onConfirm = async () => {
    await retire.mutateAsync({ tariffId: id });
    await client.invalidateQueries({ queryKey: trpc.tariff.pathKey() });
  };
  return (
    <div>
      <Button variant="danger" onClick={() => setOpen(true)}>
        {t("retire")}
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t("retireTitle", { name })}
        description={users.length > 0 ? t("retireUsed", { users: users.join(", ") }) : t("retireText")}
        actionLabel={t("retire")}
        onConfirm={onConfirm}
        describeError={errorText}
      />
    </div>
  );
}
