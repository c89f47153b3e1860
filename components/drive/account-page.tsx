"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { errorKind } from "../api/error-kind.ts";
import { useTRPC } from "../api/trpc.ts";
import { signInPath } from "../auth/next-path.ts";
import { browserName } from "../format/browser-name.ts";
import { LOCALE_COOKIE } from "../i18n/locales.ts";
import { saveSetting } from "../shell/save-setting.ts";
import { useBase } from "./base.tsx";
import { BigButton } from "./big-button.tsx";
import { DriveProblem } from "./drive-problem.tsx";
import { SignOutButton } from "./sign-out-button.tsx";

/** Who the driver is here, where they are signed in, in which language, and the way out. */
export function AccountPage({ languages }: { languages: readonly string[] }) {
  const t = useTranslations("drive");
  const account = useQuery(useTRPC().drive.account.queryOptions());
  return (
    <>
      <h1 className="text-title font-semibold">{t("tabs.account")}</h1>
      {account.isError && <DriveProblem error={account.error} onRetry={() => void account.refetch()} />}
      {account.isPending && <p role="status">{t("loading")}</p>}
      {account.data && <AccountForm key={account.data.email} account={account.data} />}
      <Language languages={languages} />
      <Sessions />
      <SignOutButton />
    </>
  );
}

const FIELD = "h-12 w-full rounded-card border border-line-strong bg-card px-3 text-driver";

function AccountForm({ account }: { account: RouterOutputs["drive"]["account"] }) {
  const t = useTranslations("drive.account");
  const trpc = useTRPC();
  const client = useQueryClient();
  const [name, setName] = useState(account.name);
  const [phone, setPhone] = useState(account.phone ?? "");
  const save = useMutation(
    trpc.drive.updateAccount.mutationOptions({
      onSuccess: (fresh) => client.setQueryData(trpc.drive.account.queryKey(), fresh),
    }),
  );
  const isPhone = phone.trim() === "" || /^\+?[0-9 ()/.-]{3,40}$/.test(phone.trim());
  const isDirty = name.trim() !== account.name || phone.trim() !== (account.phone ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && isPhone) save.mutate({ name: name.trim(), phone: phone.trim() || null });
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-3 rounded-card border bg-card p-4">
      <p className="text-muted">{account.email}</p>
      <label className="flex flex-col gap-1">
        {t("name")}
        <input className={FIELD} autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />
        {!name.trim() && <span className="text-body text-fault-text">{t("nameMissing")}</span>}
      </label>
      <label className="flex flex-col gap-1">
        {t("phone")}
        <input
          className={FIELD}
          type="tel"
          autoComplete="tel"
          aria-invalid={!isPhone || undefined}
          value={phone}
          onChange={(event) => setPhone(event.target.value)}
        />
        {!isPhone && <span className="text-body text-fault-text">{t("phoneWrong")}</span>}
      </label>
      {save.error && <DriveProblem error={save.error} />}
      <p role="status" className="text-body text-muted empty:hidden">
        {save.isSuccess && !isDirty && t("saved")}
      </p>
      {isDirty && (
        <BigButton type="submit" busy={save.isPending}>
          {t("save")}
        </BigButton>
      )}
    </form>
  );
}

/** Each language in its own words, so that who chose a wrong one finds the way back. */
const LANGUAGE_NAMES: Readonly<Record<string, string>> = { en: "English", de: "Deutsch", nl: "Nederlands" };

function Language({ languages }: { languages: readonly string[] }) {
  const t = useTranslations("drive.account");
  const locale = useLocale();
  const [isUnsaved, setUnsaved] = useState(false);
  if (languages.length < 2) return null;
  const choose = (language: string) => {
    setUnsaved(false);
    saveSetting(LOCALE_COOKIE, language).catch((error: unknown) => {
      console.error(error);
      setUnsaved(true);
    });
  };
  return (
    <label className="flex flex-col gap-1">
      {t("language")}
      <select className={FIELD} value={locale} onChange={(event) => choose(event.target.value)}>
        {languages.map((tag) => (
          <option key={tag} value={tag} lang={tag}>
            {LANGUAGE_NAMES[tag] ?? tag}
          </option>
        ))}
      </select>
      {isUnsaved && (
        <span role="alert" className="text-body text-fault-text">
          {t("languageUnsaved")}
        </span>
      )}
    </label>
  );
}

function Sessions() {
  const t = useTranslations("drive.account");
  const { base } = useBase();
  const format = useFormatter();
  const trpc = useTRPC();
  const client = useQueryClient();
  const sessions = useQuery(trpc.account.sessions.queryOptions());
  const end = useMutation(
    trpc.account.endSession.mutationOptions({
      onSuccess: () => void client.invalidateQueries({ queryKey: trpc.account.sessions.queryKey() }),
    }),
  );
  return (
    <section aria-labelledby="signed-in" className="flex flex-col gap-2">
      <h2 id="signed-in" className="text-section font-semibold">
        {t("sessions")}
      </h2>
      {sessions.isError &&
        (errorKind(sessions.error) === "forbidden" ? (
          // The app asks for no second factor, but who has one shows it before they change how they sign in.
          <p>
            <a href={`${base}${signInPath(`${base}/drive/account`)}`} className="text-brand underline">
              {t("showFactor")}
            </a>
          </p>
        ) : (
          <DriveProblem error={sessions.error} onRetry={() => void sessions.refetch()} />
        ))}
      {end.error && <DriveProblem error={end.error} />}
      <ul className="flex flex-col gap-2">
        {sessions.data?.map(({ id, userAgent, lastSeenAt, isThis }) => (
          <li key={id} className="flex min-h-14 items-center justify-between gap-3 rounded-card border bg-card p-3">
            <span className="min-w-0">
              <span className="block truncate">{browserName(userAgent) ?? t("unknownBrowser")}</span>
              <span className="block text-body text-muted">
                {isThis
                  ? t("thisBrowser")
                  : t("lastSeen", { time: format.dateTime(lastSeenAt, { dateStyle: "medium", timeStyle: "short" }) })}
              </span>
            </span>
            {!isThis && (
              <button
                type="button"
                className="min-h-11 shrink-0 rounded-card border border-line-strong px-3"
                onClick={() => end.mutate({ sessionId: id })}
              >
                {t("end")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
