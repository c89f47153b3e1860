"use client";

import { useMutation } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";

type Invitation = RouterOutputs["member"]["list"]["invitations"][number];
type InvitationsProps = { invitations: readonly Invitation[]; onChange: () => Promise<unknown> };

/** Who was invited and has not come yet. */
export function Invitations({ invitations, onChange }: InvitationsProps) {
  const t = useTranslations("members");
  const format = useFormatter();
  const errorText = useErrorText();
  const withdraw = useMutation(useTRPC().member.withdraw.mutationOptions({ onSettled: onChange }));
  if (invitations.length === 0) return null;
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium" });
  return (
    <section className="mt-8 max-w-3xl">
      <h2 className="mb-3 text-section font-semibold">{t("invited")}</h2>
      {withdraw.error && (
        <p role="alert" className="mb-3 text-fault-text">
          {errorText(withdraw.error)}
        </p>
      )}
      <ul className="flex flex-col gap-2">
        {invitations.map(({ id, email, role, sentAt, expiresAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-3 rounded-card border bg-card p-3">
            <div className="min-w-0 flex-1">
              <p className="font-medium break-all">{email}</p>
              <p className="text-meta text-muted">
                {t(`role.${role}`)} · {t("sentAt", { at: day(sentAt) })} · {t("expiresAt", { at: day(expiresAt) })}
              </p>
            </div>
            <Button
              size="small"
              aria-label={t("withdrawNamed", { email })}
              busy={withdraw.isPending}
              onClick={() => withdraw.mutate({ invitationId: id })}
            >
              {t("withdraw")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
