"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { QueryError, useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Invitations } from "./invitations.tsx";
import { InviteMember } from "./invite-member.tsx";
import { MemberRow } from "./member-row.tsx";

/** Who works in this office, in which role, and who was invited. */
export function Members({ selfId }: { selfId: string }) {
  const t = useTranslations("members");
  const trpc = useTRPC();
  const client = useQueryClient();
  const [isInviting, setInviting] = useState(false);
  const members = useQuery(trpc.member.list.queryOptions());
  const refresh = () => client.invalidateQueries({ queryKey: trpc.member.list.queryKey() });
  return (
    <>
      <PageHead
        title={t("title")}
        action={
          !isInviting && (
            <Button variant="primary" onClick={() => setInviting(true)}>
              {t("invite")}
            </Button>
          )
        }
      />
      {isInviting && <InviteMember onSent={() => void refresh()} onClose={() => setInviting(false)} />}
      {members.isError && (
        <QueryError error={members.error} onRetry={() => void members.refetch()} isRetrying={members.isFetching} />
      )}
      {members.isPending && <Skeleton className="h-40 w-full max-w-3xl" />}
      {members.data && (
        <>
          <ul className="flex max-w-3xl flex-col gap-2">
            {members.data.members.map((member) => (
              <MemberRow key={member.userId} member={member} isSelf={member.userId === selfId} onChange={refresh} />
            ))}
          </ul>
          <Invitations invitations={members.data.invitations} onChange={refresh} />
          <FactorRule isRequired={members.data.requiresSecondFactor} onChange={refresh} />
        </>
      )}
    </>
  );
}

type FactorRuleProps = { isRequired: boolean; onChange: () => Promise<unknown> };

/** Whether a password or a mail alone opens this office. Asked once more: who has no second factor is led to set one up at once. */
function FactorRule({ isRequired, onChange }: FactorRuleProps) {
  const t = useTranslations("members.factorRule");
  const errorText = useErrorText();
  const [isAsking, setAsking] = useState(false);
  const require = useMutation(useTRPC().member.requireSecondFactor.mutationOptions());
  return (
    <section className="mt-8 flex max-w-3xl flex-col items-start gap-3 border-t pt-5">
      <h2 className="text-section font-semibold">{t("title")}</h2>
      <p className="max-w-[75ch] text-muted">{t(isRequired ? "isRequired" : "isFree")}</p>
      <Button onClick={() => setAsking(true)}>{t(isRequired ? "free" : "require")}</Button>
      {isAsking && (
        <ConfirmDialog
          open
          onOpenChange={setAsking}
          title={t(isRequired ? "free" : "require")}
          description={t(isRequired ? "freeText" : "requireText")}
          actionLabel={t(isRequired ? "free" : "require")}
          onConfirm={async () => {
            await require.mutateAsync({ isRequired: !isRequired });
            await onChange();
          }}
          describeError={errorText}
        />
      )}
    </section>
  );
}
