"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useConnection } from "../api/live-provider.tsx";
import { OneQueryError, useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { ConnectorCards } from "../charge-points/connector-cards.tsx";
import { type ChargePoint, foldChargePoint, isUnknown } from "../charge-points/fold-live.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { type Step, Stepper } from "../ui/stepper.tsx";
import { keepPassword, passwordOf } from "./new-passwords.ts";
import { type OnboardingStep, toSteps } from "./to-steps.ts";

/** The second half: what is typed into the charge point, and its first words as they are heard. */
export function ConnectPage({ id }: { id: string }) {
  const t = useTranslations("onboarding");
  const trpc = useTRPC();
  const client = useQueryClient();
  const isStale = useConnection().since !== null;
  const options = trpc.chargePoint.get.queryOptions({ chargePoint: id });
  const point = useQuery(options);
  const { data } = point;
  useLiveTopic({ kind: "chargePoint", id: data?.id ?? id }, (events) => {
    const isNew = events.some((event) => event.type === "chargePointChanged" || (data && isUnknown([data], event)));
    if (isNew) void client.invalidateQueries({ queryKey: options.queryKey });
    client.setQueryData(options.queryKey, (before) => before && foldChargePoint(before, events));
  });
  const problem = point.isError && (
    <OneQueryError
      error={point.error}
      missing={t("missing")}
      list={{ href: "/admin/charge-points", label: t("toList") }}
      onRetry={() => void point.refetch()}
      isRetrying={point.isFetching}
      className="mb-4"
    />
  );
  if (!data) {
    return (
      <>
        <PageHead title={t("firstWords")} />
        {problem || <Skeleton className="h-80 w-full max-w-3xl" />}
      </>
    );
  }
  const steps = toSteps(data);
  const isDone = steps.every(({ state }) => state === "done");
  return (
    <>
      <PageHead
        title={t("connectTitle", { identity: data.identity })}
        action={<Link href={`/admin/charge-points/${data.id}`}>{t("toChargePoint")}</Link>}
      />
      {problem}
      <div className="grid max-w-5xl grid-cols-1 gap-6 lg:grid-cols-2">
        <Settings point={data} />
        <section
          aria-labelledby="first-words"
          className={cn("rounded-card border bg-card p-4", isStale && "text-muted")}
        >
          <h2 id="first-words" className="mb-3 text-section font-semibold">
            {t(isDone ? "inService" : "firstWords")}
          </h2>
          <Steps point={data} steps={steps} />
        </section>
        <section aria-labelledby="plugs" className="lg:col-span-2">
          <h2 id="plugs" className="mb-1 text-section font-semibold">
            {t("plugs")}
          </h2>
          <p className="mb-3 max-w-[75ch] text-dense text-muted">{t("plugsHelp")}</p>
          <ConnectorCards point={data} isStale={isStale} canWrite />
        </section>
      </div>
    </>
  );
}

function Steps({ point, steps }: { point: ChargePoint; steps: readonly OnboardingStep[] }) {
  const t = useTranslations("onboarding");
  const product = [point.vendor, point.model, point.firmwareVersion].filter(Boolean).join(" ");
  const detailOf = ({ key, state, refusal }: OnboardingStep): ReactNode => {
    if (refusal) return t(`refusal.${refusal.reason}`, { detail: refusal.detail ?? "" });
    if (key === "connect") return state === "current" && t("connectHelp");
    if (key === "boot") return state === "done" ? product : state === "current" && t("bootHelp");
    return state === "done"
      ? t("connectorCount", { count: point.connectors.length })
      : state === "current" && t("connectorsHelp");
  };
  const shown = steps.map((step): Step => {
    const { key, state, at } = step;
    return { key, state, at, label: t(`step.${key}`), detail: detailOf(step) };
  });
  return <Stepper steps={shown} label={t("firstWords")} />;
}

/** What is typed into the charge point. */
function Settings({ point }: { point: ChargePoint }) {
  const t = useTranslations("onboarding");
  const trpc = useTRPC();
  const errorText = useErrorText();
  const [password, setPassword] = useState(() => passwordOf(point.id));
  const address = useQuery(trpc.chargePoint.address.queryOptions({ chargePoint: point.id }));
  const reset = useMutation(
    trpc.chargePoint.resetPassword.mutationOptions({
      onSuccess: ({ password: made }) => {
        keepPassword(point.id, made);
        setPassword(made);
      },
    }),
  );
  return (
    <section aria-labelledby="settings" className="rounded-card border bg-card p-4">
      <h2 id="settings" className="mb-3 text-section font-semibold">
        {t("settings")}
      </h2>
      {address.isError && (
        <p role="alert" className="text-fault-text">
          {errorText(address.error)}
        </p>
      )}
      <dl className="flex flex-col gap-3">
        {address.data && (
          <>
            <Setting label={t("address")} value={address.data.url} />
            <Setting label={t("addressShort")} value={address.data.urlWithoutIdentity} />
          </>
        )}
        <Setting label={t("identity")} value={point.identity} />
        {password !== null && <Setting label={t("password")} value={password} />}
      </dl>
      <p className="mt-3 max-w-[75ch] text-dense text-muted">{t("protocolHelp")}</p>
      {address.data && !address.data.isSecure && (
        <p className="mt-2 max-w-[75ch] text-dense text-waiting-text">{t("insecure")}</p>
      )}
      <p className="mt-2 max-w-[75ch] text-dense text-muted">
        {t(password === null ? "passwordGone" : "passwordOnce")}
      </p>
      {password === null && (
        <Button className="mt-2" busy={reset.isPending} onClick={() => reset.mutate({ chargePoint: point.id })}>
          {t("newPassword")}
        </Button>
      )}
      {reset.error !== null && (
        <p role="alert" className="mt-2 text-fault-text">
          {errorText(reset.error)}
        </p>
      )}
    </section>
  );
}

function Setting({ label, value }: { label: string; value: string }) {
  const t = useTranslations("onboarding");
  return (
    <div>
      <dt className="text-dense text-muted">{label}</dt>
      <dd className="flex items-start gap-1">
        <code className="font-mono text-code wrap-anywhere">{value}</code>
        <CopyButton text={value} label={t("copy", { label })} />
      </dd>
    </div>
  );
}
