"use client";

import { useMutation } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { errorKind } from "../api/error-kind.ts";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { NativeSelect } from "../ui/native-select.tsx";
import { OFFICE_ROLES, type Role } from "./roles.ts";

type Member = RouterOutputs["member"]["list"]["members"][number];
type MemberRowProps = { member: Member; isSelf: boolean; onChange: () => Promise<unknown> };

/** A member: role, second factor, last use, and what an owner may change about them. */
export function MemberRow({ member, isSelf, onChange }: MemberRowProps) {
  const t = useTranslations("members");
  const format = useFormatter();
  const trpc = useTRPC();
  const text = useMemberError();
  const [asking, setAsking] = useState<"remove" | "resetFactors" | "giveUp" | null>(null);
  // Arrow keys walk through a closed list: what is chosen is not yet meant.
  const [draft, setDraft] = useState<Role | null>(null);
  const chosen = draft ?? member.role;
  const changeRole = useMutation(
    trpc.member.changeRole.mutationOptions({
      onSettled: async (_, error) => {
        await onChange();
        if (!error) setDraft(null);
      },
    }),
  );
  const remove = useMutation(trpc.member.remove.mutationOptions());
  const resetFactors = useMutation(trpc.member.resetFactors.mutationOptions());
  const { userId, name, email, role, lastSeenAt, hasSecondFactor } = member;
  const isElsewhere = hasSecondFactor === null;
  const seen = lastSeenAt
    ? t("lastSeen", { at: format.dateTime(new Date(lastSeenAt), { dateStyle: "medium", timeStyle: "short" }) })
    : !isElsewhere && t("neverSeen");
  const factor = t(isElsewhere ? "elsewhere" : hasSecondFactor ? "hasFactor" : "hasNoFactor");
  const words = {
    remove: { title: t("removeNamed", { name }), description: t("removeText"), actionLabel: t("remove") },
    resetFactors: { title: t("resetNamed", { name }), description: t("resetText"), actionLabel: t("reset") },
    giveUp: {
      title: t("giveUpNamed"),
      description: t("giveUpText", { role: t(`role.${chosen}`) }),
      actionLabel: t("changeRole"),
    },
  };
  const acts = {
    remove: () => remove.mutateAsync({ userId }),
    resetFactors: () => resetFactors.mutateAsync({ userId }),
    giveUp: () => changeRole.mutateAsync({ userId, role: chosen }),
  };
  return (
    <li className="flex flex-wrap items-center gap-3 rounded-card border bg-card p-3" data-testid="member">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium break-words">
          {name} {isSelf && <Badge>{t("self")}</Badge>}
        </p>
        <p className="text-dense break-all">{email}</p>
        <p className="text-meta text-muted">
          {seen && `${seen} · `}
          {factor}
        </p>
        {changeRole.error && (
          <p role="alert" className="text-meta text-fault-text">
            {text(changeRole.error)}
          </p>
        )}
      </div>
      <NativeSelect
        aria-label={t("roleOf", { name })}
        value={chosen}
        onChange={(event) => setDraft(event.target.value as Role)}
      >
        {OFFICE_ROLES.map((one) => (
          <option key={one} value={one}>
            {t(`role.${one}`)}
          </option>
        ))}
      </NativeSelect>
      {chosen !== role && (
        <Button
          size="small"
          variant="primary"
          aria-label={t("changeRoleNamed", { name })}
          busy={changeRole.isPending}
          onClick={() => (isSelf ? setAsking("giveUp") : changeRole.mutate({ userId, role: chosen }))}
        >
          {t("changeRole")}
        </Button>
      )}
      {hasSecondFactor && !isSelf && (
        <Button size="small" aria-label={t("resetNamed", { name })} onClick={() => setAsking("resetFactors")}>
          {t("reset")}
        </Button>
      )}
      <Button size="small" aria-label={t("removeNamed", { name })} onClick={() => setAsking("remove")}>
        {t("remove")}
      </Button>
      {asking && (
        <ConfirmDialog
          open
          onOpenChange={(isOpen) => !isOpen && setAsking(null)}
          {...words[asking]}
          onConfirm={async () => {
            await acts[asking]();
            await onChange();
          }}
          describeError={text}
        />
      )}
    </li>
  );
}

/** What stands in the way here is nearly always one of two things: they are said plainly. */
function useMemberError(): (error: unknown) => string {
  const t = useTranslations("members");
  const errorText = useErrorText();
  return (error) => (errorKind(error) === "conflict" ? t("conflict") : errorText(error));
}
