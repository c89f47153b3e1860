"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { QueryError, useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { brandIcon } from "../brand/brand-files.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { filesOf } from "./files-of.ts";

/** The faces of the company: usually one. */
export function BrandList() {
  const t = useTranslations("brands");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const brands = useQuery(trpc.brand.list.queryOptions());
  const create = useMutation(
    trpc.brand.create.mutationOptions({
      onSuccess: async ({ id }) => {
        await client.invalidateQueries({ queryKey: trpc.brand.list.queryKey() });
        router.push(`/admin/brands/${id}`);
      },
    }),
  );
  const add = (
    <Button
      variant="primary"
      busy={create.isPending}
      onClick={() => create.mutate({ name: t("newName"), colour: "#1b5fd9" })}
    >
      {t("add")}
    </Button>
  );
  return (
    <>
      <PageHead title={t("title")} count={brands.data?.length} action={brands.data && add} />
      {create.error && (
        <p role="alert" className="mb-3 text-fault-text">
          {errorText(create.error)}
        </p>
      )}
      {brands.isError && (
        <QueryError error={brands.error} onRetry={() => void brands.refetch()} isRetrying={brands.isFetching} />
      )}
      {brands.isPending && <Skeleton className="h-16 w-full max-w-2xl" />}
      <ul className="flex max-w-2xl flex-col gap-2">
        {brands.data?.map((brand) => (
          <li key={brand.id} className="flex items-center gap-3 rounded-card border bg-card p-3">
            {/* biome-ignore lint/performance/noImgElement: a tenant's own file, immutable and small already */}
            <img src={brandIcon(filesOf(brand), 192)} alt="" className="size-10 rounded-control" />
            <div className="min-w-0 flex-1">
              <Link href={`/admin/brands/${brand.id}`} className="font-medium text-brand hover:underline">
                {brand.name}
              </Link>
              <p className="truncate text-dense text-muted">
                {brand.domains.length > 0 ? brand.domains.map(({ host }) => host).join(", ") : t("noHosts")}
              </p>
            </div>
            {brand.isDefault && <Badge>{t("default")}</Badge>}
          </li>
        ))}
      </ul>
    </>
  );
}
