"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { parseAsFilterText } from "../api/filter-text.ts";
import { QueryError, useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { NativeSelect } from "../ui/native-select.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { TypedFilter } from "../ui/typed-filter.tsx";
import { ImportCards } from "./import-cards.tsx";
import { TokenFields } from "./token-fields.tsx";
import { TokenState } from "./token-state.tsx";

type Token = RouterOutputs["idToken"]["list"]["items"][number];
const STATUSES = ["accepted", "blocked"] as const;
const KINDS = ["card", "app"] as const;
const WIDE = "max-md:hidden";

/** Cards, and what stands for the app: found by what is printed on them. */
export function IdTokenList({ canWrite }: { canWrite: boolean }) {
  const t = useTranslations("idTokens");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [{ q, status, kind }, set] = useQueryStates(
    {
      q: parseAsFilterText.withDefault(""),
      status: parseAsStringLiteral(STATUSES),
      kind: parseAsStringLiteral(KINDS),
    },
    { history: "push" },
  );
  const [open, setOpen] = useState<Token | "new" | "import" | null>(null);
  const tokens = useInfiniteQuery(
    trpc.idToken.list.infiniteQueryOptions(
      { limit: 100, ...(q ? { search: q } : {}), ...(status ? { status } : {}), ...(kind ? { kind } : {}) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, placeholderData: (before) => before },
    ),
  );
  const refresh = () => client.invalidateQueries({ queryKey: trpc.idToken.pathKey() });
  const update = useMutation(trpc.idToken.update.mutationOptions({ onSuccess: refresh }));
  const rows = tokens.data?.pages.flatMap(({ items }) => items);
  const isFiltered = q !== "" || status !== null || kind !== null;
  const saved = () => {
    setOpen(null);
    void refresh();
  };
  return (
    <>
      <PageHead
        title={t("title")}
        action={
          canWrite &&
          open === null && (
            <span className="flex flex-wrap gap-2">
              <Button onClick={() => setOpen("import")}>{t("importMany")}</Button>
              <Button variant="primary" onClick={() => setOpen("new")}>
                {t("add")}
              </Button>
            </span>
          )
        }
        filters={
          <>
            <TypedFilter
              label={t("search")}
              value={q}
              onChange={(text) => void set({ q: text || null }, { history: "replace" })}
              className="w-full sm:w-72"
              isSearch
            />
            <NativeSelect
              aria-label={t("statusFilter")}
              value={status ?? ""}
              onChange={(event) => void set({ status: STATUSES.find((one) => one === event.target.value) ?? null })}
            >
              <option value="">{t("anyStatus")}</option>
              {STATUSES.map((one) => (
                <option key={one} value={one}>
                  {t(`state.${one}`)}
                </option>
              ))}
            </NativeSelect>
            <NativeSelect
              aria-label={t("kindFilter")}
              value={kind ?? ""}
              onChange={(event) => void set({ kind: KINDS.find((one) => one === event.target.value) ?? null })}
            >
              <option value="">{t("anyKind")}</option>
              {KINDS.map((one) => (
                <option key={one} value={one}>
                  {t(`kind.${one}`)}
                </option>
              ))}
            </NativeSelect>
          </>
        }
      />
      {open === "import" && <ImportCards onAdded={() => void refresh()} onClose={() => setOpen(null)} />}
      {open !== null && open !== "import" && (
        <TokenFields
          key={open === "new" ? "new" : open.id}
          token={open === "new" ? null : open}
          onSaved={saved}
          onClose={() => setOpen(null)}
        />
      )}
      {update.error && (
        <p role="alert" className="mb-3 text-fault-text">
          {errorText(update.error)}
        </p>
      )}
      {tokens.isError && <QueryError error={tokens.error} onRetry={() => void tokens.refetch()} className="mb-4" />}
      {tokens.isPending && <Skeleton className="h-40" />}
      {rows?.length === 0 && (
        <EmptyState title={t(isFiltered ? "noMatch" : "empty")}>
          {t(isFiltered ? "noMatchHelp" : "emptyHelp")}
        </EmptyState>
      )}
      {rows && rows.length > 0 && (
        <Table label={t("title")}>
          <TableHead>
            <tr>
              <TableHeader pinned>{t("token")}</TableHeader>
              <TableHeader>{t("stateHead")}</TableHeader>
              <TableHeader className={WIDE}>{t("label")}</TableHeader>
              <TableHeader className={WIDE}>{t("parent")}</TableHeader>
              <TableHeader className={WIDE}>{t("expires")}</TableHeader>
              <TableHeader className={WIDE}>{t("driver")}</TableHeader>
              {canWrite && <TableHeader>{t("actions")}</TableHeader>}
            </tr>
          </TableHead>
          <TableBody>
            {rows.map((token) => (
              <Row
                key={token.id}
                token={token}
                canWrite={canWrite}
                onEdit={() => setOpen(token)}
                onBlock={() =>
                  update.mutate({ idTokenId: token.id, status: token.status === "blocked" ? "accepted" : "blocked" })
                }
              />
            ))}
          </TableBody>
        </Table>
      )}
      {tokens.hasNextPage && (
        <div className="mt-4 text-center">
          <Button onClick={() => void tokens.fetchNextPage()} busy={tokens.isFetchingNextPage}>
            {t("more")}
          </Button>
        </div>
      )}
    </>
  );
}

type RowProps = { token: Token; canWrite: boolean; onEdit: () => void; onBlock: () => void };

function Row({ token, canWrite, onEdit, onBlock }: RowProps) {
  const t = useTranslations("idTokens");
  const format = useFormatter();
  const isBlocked = token.status === "blocked";
  return (
    <TableRow>
      <TableCell pinned className="font-mono text-code max-md:py-1.5 max-md:whitespace-normal">
        {token.token}
        <span className="block font-sans text-meta break-words text-muted md:hidden">{token.label}</span>
      </TableCell>
      <TableCell>
        <TokenState token={token} />
      </TableCell>
      <TableCell className={WIDE}>{token.kind === "app" ? t("kind.app") : (token.label ?? "—")}</TableCell>
      <TableCell className={WIDE}>{token.parentToken ?? "—"}</TableCell>
      <TableCell className={WIDE}>
        {token.expiresAt ? format.dateTime(new Date(token.expiresAt), { dateStyle: "medium" }) : "—"}
      </TableCell>
      <TableCell className={WIDE}>
        {token.driverId ? (
          <Link href={`/admin/drivers/${token.driverId}`} className="text-brand underline">
            {t("toDriver")}
          </Link>
        ) : (
          "—"
        )}
      </TableCell>
      {canWrite && (
        <TableCell>
          <span className="flex gap-2">
            <Button
              size="small"
              aria-label={t(isBlocked ? "unblockNamed" : "blockNamed", { token: token.token })}
              onClick={onBlock}
            >
              {t(isBlocked ? "unblock" : "block")}
            </Button>
            {token.kind === "card" && (
              <Button size="small" aria-label={t("editNamed", { token: token.token })} onClick={onEdit}>
                {t("edit")}
              </Button>
            )}
          </span>
        </TableCell>
      )}
    </TableRow>
  );
}
