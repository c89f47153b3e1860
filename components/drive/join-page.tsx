"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "../api/trpc.ts";
import { useBase } from "./base.tsx";
import { BigButton } from "./big-button.tsx";
import { DriveProblem } from "./drive-problem.tsx";
import { SignOutButton } from "./sign-out-button.tsx";

/** For who is signed in and no driver of this company yet: one tap to become it. */
export function JoinPage({ email }: { email: string }) {
  const t = useTranslations("drive");
  const { base, name } = useBase();
  const join = useMutation(
    useTRPC().drive.join.mutationOptions({ onSuccess: () => window.location.assign(`${base}/drive`) }),
  );
  return (
    <>
      <h1 className="text-title font-semibold">{t("join.title", { name })}</h1>
      <p>{t("join.as", { email })}</p>
      {join.error && <DriveProblem error={join.error} />}
      <BigButton busy={join.isPending} onClick={() => join.mutate()}>
        {t("join.action")}
      </BigButton>
      <SignOutButton />
    </>
  );
}
