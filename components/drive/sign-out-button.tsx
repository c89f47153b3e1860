"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { signOutTo } from "../auth/sign-out.ts";
import { useBase } from "./base.tsx";
import { BigButton } from "./big-button.tsx";
import { DriveProblem } from "./drive-problem.tsx";

/** The way out. Without a network it says so: who is signed in still must know. */
export function SignOutButton() {
  const t = useTranslations("drive.account");
  const { base } = useBase();
  const [error, setError] = useState<unknown>(null);
  return (
    <>
      {error !== null && <DriveProblem error={error} />}
      <BigButton quiet onClick={() => void signOutTo(`${base}/drive`).catch(setError)}>
        {t("signOut")}
      </BigButton>
    </>
  );
}
