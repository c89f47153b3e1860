"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { OneQueryError, useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { DriverCards } from "./driver-cards.tsx";
import { DriverFields } from "./driver-fields.tsx";

/** A driver: who they are, whether they may charge, and with what. */
export function DriverPage({ id, permissions }: { id: string; permissions: readonly string[] }) {
  const t = useTranslations("drivers");
  const format = useFormatter();
  const errorText = useErrorText();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [isEditing, setEditing] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const driver = useQuery(trpc.driver.get.queryOptions({ driverId: id }));
  const refresh = () => client.invalidateQueries({ queryKey: trpc.driver.pathKey() });
  const update = useMutation(trpc.driver.update.mutationOptions({ onSuccess: refresh }));
  const problem = driver.isError && (
    <OneQueryError
      error={driver.error}
      missing={t("missing")}
      list={{ href: "/admin/drivers", label: t("title") }}
      onRetry={() => void driver.refetch()}
      isRetrying={driver.isFetching}
      className="mb-4"
    />
  );
  if (!driver.data) {
    return (
      <>
        <PageHead title={t("one")} />
        {problem || <Skeleton className="h-40 w-full max-w-3xl" />}
      </>
    );
  }
  const { name, email, phone, blockedAt, hasSignIn, createdAt } = driver.data;
  const canWrite = permissions.includes("driver.write");
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium" });
  return (
    <>
      <PageHead
        title={name}
        action={
          canWrite &&
          !isEditing && (
            <span className="flex flex-wrap gap-2">
              <Button onClick={() => setAsking(true)}>{t(blockedAt ? "unblock" : "block")}</Button>
              <Button variant="primary" onClick={() => setEditing(true)}>
                {t("edit")}
              </Button>
            </span>
          )
        }
      />
      {problem}
      {isEditing ? (
        <DriverFields
          driver={driver.data}
          isBusy={update.isPending}
          error={update.error}
          onSave={(draft) => update.mutate({ ...draft, driverId: id }, { onSuccess: () => setEditing(false) })}
          onClose={() => setEditing(false)}
        />
      ) : (
        <div className="mb-6 flex max-w-3xl flex-col gap-1">
          {blockedAt && (
            <p>
              <Badge tone="error">{t("blockedSince", { at: day(blockedAt) })}</Badge>
            </p>
          )}
          <p className="break-all">{[email, phone].filter(Boolean).join(" · ") || t("noContact")}</p>
          <p className="text-meta text-muted">
            {t(hasSignIn ? "usesApp" : "byCard")} · {t("knownSince", { at: day(createdAt) })}
          </p>
        </div>
      )}
      {permissions.includes("idToken.read") && (
        <DriverCards driverId={id} canWrite={permissions.includes("idToken.write")} />
      )}
      {isAsking && (
        <ConfirmDialog
          open
          onOpenChange={setAsking}
          title={t(blockedAt ? "unblockNamed" : "blockNamed", { name })}
          description={t(blockedAt ? "unblockText" : "blockText")}
          actionLabel={t(blockedAt ? "unblock" : "block")}
          onConfirm={async () => {
            await update.mutateAsync({ driverId: id, isBlocked: !blockedAt });
          }}
          describeError={errorText}
        />
      )}
    </>
  );
}
