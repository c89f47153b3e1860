"use client";

import { useMutation } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { AccountSection } from "./account-section.tsx";
import { AddPasskey } from "./add-passkey.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { RemoveTotp } from "./remove-totp.tsx";
import { SetUpTotp } from "./set-up-totp.tsx";

type Factors = RouterOutputs["account"]["factors"];
type Passkey = Factors["passkeys"][number];
type SecondFactorProps = { factors: Factors; onChange: () => void };

/** What a thief of the password does not have: an authenticator app, passkeys, and codes for the day both are lost. */
export function SecondFactor({ factors, onChange }: SecondFactorProps) {
  const t = useTranslations("account");
  const format = useFormatter();
  const errorText = useErrorText();
  const [codes, setCodes] = useState<readonly string[]>([]);
  const renew = useMutation(useTRPC().account.renewRecoveryCodes.mutationOptions());
  const { totpSince, passkeys, recoveryCodesLeft } = factors;
  const hasFactor = totpSince !== null || passkeys.length > 0;
  const done = (made: readonly string[]) => {
    if (made.length > 0) setCodes(made);
    onChange();
  };
  return (
    <>
      <AccountSection title={t("totp.title")} text={t("totp.text")}>
        {codes.length > 0 && <RecoveryCodes codes={codes} />}
        {totpSince ? (
          <div className="flex flex-wrap items-center gap-3">
            <Badge tone="success">{t("totp.since", { at: format.dateTime(totpSince, { dateStyle: "medium" }) })}</Badge>
            <RemoveTotp onDone={onChange} />
          </div>
        ) : (
          <div>
            <SetUpTotp onDone={done} />
          </div>
        )}
      </AccountSection>
      <AccountSection title={t("passkey.title")} text={t("passkey.text")}>
        {passkeys.length > 0 && (
          <ul className="flex flex-col gap-2">
            {passkeys.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} onChange={onChange} />
            ))}
          </ul>
        )}
        <div className="flex flex-col gap-2">
          <AddPasskey onDone={done} />
        </div>
      </AccountSection>
      {hasFactor && (
        <AccountSection title={t("recovery.heading")} text={t("recovery.left", { count: recoveryCodesLeft })}>
          <Button
            className="self-start"
            busy={renew.isPending}
            onClick={() => renew.mutate(undefined, { onSuccess: ({ recoveryCodes }) => done(recoveryCodes) })}
          >
            {t("recovery.renew")}
          </Button>
          {renew.error && (
            <p role="alert" className="text-fault-text">
              {errorText(renew.error)}
            </p>
          )}
        </AccountSection>
      )}
    </>
  );
}

function PasskeyRow({ passkey, onChange }: { passkey: Passkey; onChange: () => void }) {
  const t = useTranslations("account.passkey");
  const format = useFormatter();
  const errorText = useErrorText();
  const [isRemoving, setRemoving] = useState(false);
  const remove = useMutation(useTRPC().account.removePasskey.mutationOptions());
  const day = (at: Date) => format.dateTime(at, { dateStyle: "medium" });
  return (
    <li className="flex flex-wrap items-center gap-3 rounded-card border bg-card p-3">
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{passkey.name}</p>
        <p className="text-meta text-muted">
          {passkey.host} · {t("added", { at: day(passkey.createdAt) })} ·{" "}
          {passkey.lastUsedAt ? t("used", { at: day(passkey.lastUsedAt) }) : t("neverUsed")}
        </p>
      </div>
      <Button size="small" aria-label={t("removeNamed", { name: passkey.name })} onClick={() => setRemoving(true)}>
        {t("remove")}
      </Button>
      {isRemoving && (
        <ConfirmDialog
          open
          onOpenChange={setRemoving}
          title={t("removeNamed", { name: passkey.name })}
          description={t("removeText")}
          actionLabel={t("remove")}
          onConfirm={async () => {
            await remove.mutateAsync({ passkeyId: passkey.id });
            onChange();
          }}
          describeError={errorText}
        />
      )}
    </li>
  );
}
