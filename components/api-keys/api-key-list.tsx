"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { QueryError, useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { NewApiKey } from "./new-api-key.tsx";

type ApiKey = RouterOutputs["apiKey"]["list"]["items"][number];

/** Programs that may call the API: what each may do, when it last did, and the way to end it. */
export function ApiKeyList() {
  const t = useTranslations("apiKeys");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [isAdding, setAdding] = useState(false);
  const [ending, setEnding] = useState<ApiKey | null>(null);
  const keys = useInfiniteQuery(
    trpc.apiKey.list.infiniteQueryOptions({}, { getNextPageParam: (page) => page.nextCursor ?? undefined }),
  );
  const revoke = useMutation(trpc.apiKey.revoke.mutationOptions());
  const refresh = () => client.invalidateQueries({ queryKey: trpc.apiKey.list.pathKey() });
  const items = keys.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHead
        title={t("title")}
        action={
          !isAdding && (
            <Button variant="primary" onClick={() => setAdding(true)}>
              {t("add")}
            </Button>
          )
        }
      />
      {isAdding && <NewApiKey onMade={() => void refresh()} onClose={() => setAdding(false)} />}
      {keys.isError && (
        <QueryError error={keys.error} onRetry={() => void keys.refetch()} isRetrying={keys.isFetching} />
      )}
      {keys.isPending && <Skeleton className="h-16 w-full max-w-3xl" />}
      {keys.isSuccess && items.length === 0 && !isAdding && (
        <EmptyState title={t("empty")}>{t("emptyHelp")}</EmptyState>
      )}
      <ul className="flex max-w-3xl flex-col gap-2">
        {items.map((key) => (
          <KeyRow key={key.id} apiKey={key} onEnd={() => setEnding(key)} />
        ))}
      </ul>
      {keys.hasNextPage && (
        <Button className="mt-4" onClick={() => void keys.fetchNextPage()} busy={keys.isFetchingNextPage}>
          {t("more")}
        </Button>
      )}
      {ending && (
        <ConfirmDialog
          open
          onOpenChange={(isOpen) => !isOpen && setEnding(null)}
          title={t("revokeTitle", { name: ending.name })}
          description={t("revokeText")}
          actionLabel={t("revoke")}
          typed={ending.name}
          onConfirm={async () => {
            await revoke.mutateAsync({ apiKeyId: ending.id });
            await refresh();
          }}
          describeError={errorText}
        />
      )}
    </>
  );
}

function KeyRow({ apiKey, onEnd }: { apiKey: ApiKey; onEnd: () => void }) {
  const t = useTranslations("apiKeys");
  const format = useFormatter();
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" });
  return (
    <li className="flex flex-wrap items-center gap-3 rounded-card border bg-card p-3">
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{apiKey.name}</p>
        <p className="text-meta break-words text-muted">{apiKey.scopes.join(", ") || t("noScopes")}</p>
        <p className="text-meta text-muted">
          {t("made", { at: day(apiKey.createdAt) })} ·{" "}
          {apiKey.lastUsedAt ? t("used", { at: day(apiKey.lastUsedAt) }) : t("neverUsed")}
        </p>
      </div>
      {apiKey.revokedAt ? (
        <Badge>{t("revoked", { at: day(apiKey.revokedAt) })}</Badge>
      ) : (
        <Button size="small" aria-label={t("revokeNamed", { name: apiKey.name })} onClick={onEnd}>
          {t("revoke")}
        </Button>
      )}
    </li>
  );
}
