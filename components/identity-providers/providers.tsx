"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { QueryError, useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ProviderForm } from "./provider-form.tsx";

export type Provider = RouterOutputs["identityProvider"]["list"]["items"][number];

/** The company's own ways to sign in (OpenID Connect): what each is for, and what to type into the provider. */
export function Providers() {
  const t = useTranslations("identityProviders");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [editing, setEditing] = useState<Provider | "new" | null>(null);
  const [ending, setEnding] = useState<Provider | null>(null);
  const providers = useQuery(trpc.identityProvider.list.queryOptions());
  const remove = useMutation(trpc.identityProvider.delete.mutationOptions());
  const refresh = () => client.invalidateQueries({ queryKey: trpc.identityProvider.list.queryKey() });
  const { items = [], redirectUri = null } = providers.data ?? {};
  const done = async () => {
    setEditing(null);
    await refresh();
  };
  return (
    <>
      <PageHead
        title={t("title")}
        action={
          editing === null && (
            <Button variant="primary" onClick={() => setEditing("new")}>
              {t("add")}
            </Button>
          )
        }
      />
      <p className="mb-4 max-w-[75ch] text-muted">{t("intro")}</p>
      {redirectUri && (
        <p className="mb-4 flex flex-wrap items-center gap-2 text-dense">
          {t("redirectUri")} <code className="font-mono text-code break-all">{redirectUri}</code>
          <CopyButton text={redirectUri} label={t("copy")} />
        </p>
      )}
      {editing !== null && (
        <ProviderForm
          key={editing === "new" ? "new" : editing.id}
          provider={editing === "new" ? null : editing}
          onSaved={() => void done()}
          onClose={() => setEditing(null)}
        />
      )}
      {providers.isError && (
        <QueryError
          error={providers.error}
          onRetry={() => void providers.refetch()}
          isRetrying={providers.isFetching}
        />
      )}
      {providers.isPending && <Skeleton className="h-16 w-full max-w-3xl" />}
      {providers.isSuccess && items.length === 0 && editing === null && (
        <EmptyState title={t("empty")}>{t("emptyHelp")}</EmptyState>
      )}
      <ul className="flex max-w-3xl flex-col gap-2">
        {items.map((provider) => (
          <li key={provider.id} className="flex flex-wrap items-center gap-3 rounded-card border bg-card p-3">
            <div className="min-w-0 flex-1">
              <p className="font-medium break-words">
                {provider.name} {!provider.isEnabled && <Badge>{t("off")}</Badge>}
              </p>
              <p className="text-meta break-all text-muted">
                {t(`audience.${provider.audience}`)} · {provider.issuer}
              </p>
            </div>
            <Button
              size="small"
              aria-label={t("editNamed", { name: provider.name })}
              onClick={() => setEditing(provider)}
            >
              {t("edit")}
            </Button>
            <Button
              size="small"
              aria-label={t("removeNamed", { name: provider.name })}
              onClick={() => setEnding(provider)}
            >
              {t("remove")}
            </Button>
          </li>
        ))}
      </ul>
      {ending && (
        <ConfirmDialog
          open
          onOpenChange={(isOpen) => !isOpen && setEnding(null)}
          title={t("removeNamed", { name: ending.name })}
          description={t("removeText")}
          actionLabel={t("remove")}
          typed={ending.name}
          onConfirm={async () => {
            await remove.mutateAsync({ providerId: ending.id });
            await refresh();
          }}
          describeError={errorText}
        />
      )}
    </>
  );
}
