"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { OneQueryError, useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { type BrandDraft, problemsOf, toChanges, toDraft } from "./brand-draft.ts";
import { BrandFields } from "./brand-fields.tsx";
import { BrandFiles } from "./brand-files.tsx";
import { BrandHosts } from "./brand-hosts.tsx";
import { BrandPreview } from "./brand-preview.tsx";
import type { Brand } from "./files-of.ts";

/** One brand: what is typed is seen in the preview at once, and by everybody once it is saved. */
export function BrandPage({ brandId, slug }: { brandId: string; slug: string }) {
  const t = useTranslations("brands");
  const trpc = useTRPC();
  const brand = useQuery(trpc.brand.get.queryOptions({ brandId }));
  return (
    <>
      {!brand.data && <PageHead title={t("title")} />}
      {brand.isError && (
        <OneQueryError
          error={brand.error}
          onRetry={() => void brand.refetch()}
          isRetrying={brand.isFetching}
          missing={t("missing")}
          list={{ href: "/admin/brands", label: t("title") }}
          className="mb-4"
        />
      )}
      {brand.isPending && <Skeleton className="h-96 w-full" />}
      {brand.data && <BrandEditor key={brand.data.id} brand={brand.data} slug={slug} />}
    </>
  );
}

function BrandEditor({ brand, slug }: { brand: Brand; slug: string }) {
  const t = useTranslations("brands");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<BrandDraft>(() => toDraft(brand));
  const [isChecked, setChecked] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const problems = problemsOf(draft);
  const isDirty = JSON.stringify(draft) !== JSON.stringify(toDraft(brand));
  const keep = (fresh: Brand) => {
    client.setQueryData(trpc.brand.get.queryKey({ brandId: brand.id }), fresh);
    void client.invalidateQueries({ queryKey: trpc.brand.list.queryKey() });
  };
  const save = useMutation(
    trpc.brand.update.mutationOptions({
      onSuccess: (fresh) => {
        keep(fresh);
        setDraft(toDraft(fresh));
        router.refresh(); // the frame around this page wears the brand as well
      },
    }),
  );
  const remove = useMutation(trpc.brand.delete.mutationOptions());
  const submit = () => {
    setChecked(true);
    const [first] = Object.keys(problems);
    if (first !== undefined) return form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
    save.mutate(toChanges(brand.id, draft));
  };
  return (
    <>
      <PageHead
        title={brand.name}
        action={
          !brand.isDefault && (
            <Button variant="danger" onClick={() => setDeleting(true)}>
              {t("delete")}
            </Button>
          )
        }
      />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <form
          ref={form}
          noValidate
          className="flex min-w-0 flex-col gap-6"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <BrandFields draft={draft} onChange={setDraft} problems={isChecked ? problems : {}} brand={brand} />
          <div className="sticky bottom-0 z-10 flex flex-wrap items-center gap-3 border-t bg-bg py-3">
            <Button type="submit" variant="primary" disabled={!isDirty} busy={save.isPending}>
              {t("save")}
            </Button>
            <Button onClick={() => setDraft(toDraft(brand))} disabled={!isDirty}>
              {t("discard")}
            </Button>
            <p role="status" className="text-dense text-muted">
              {isDirty ? t("unsaved") : save.isSuccess && t("saved")}
            </p>
            {save.error && (
              <p role="alert" className="w-full text-fault-text">
                {errorText(save.error)}
              </p>
            )}
          </div>
        </form>
        <div className="flex min-w-0 flex-col gap-6">
          <BrandPreview draft={draft} brand={brand} />
          <BrandFiles brand={brand} onChange={keep} />
        </div>
      </div>
      <BrandHosts brand={brand} slug={slug} onChange={keep} />
      <ConfirmDialog
        open={isDeleting}
        onOpenChange={setDeleting}
        title={t("deleteTitle", { name: brand.name })}
        description={t("deleteText", { count: brand.domains.length })}
        actionLabel={t("delete")}
        typed={brand.name}
        onConfirm={async () => {
          await remove.mutateAsync({ brandId: brand.id });
          await client.invalidateQueries({ queryKey: trpc.brand.list.queryKey() });
          router.push("/admin/brands");
        }}
        describeError={errorText}
      />
    </>
  );
}
