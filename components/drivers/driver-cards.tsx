"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { errorKind } from "../api/error-kind.ts";
import { QueryError, useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { TokenState } from "../id-tokens/token-state.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

type Card = RouterOutputs["idToken"]["list"]["items"][number];
type DriverCardsProps = { driverId: string; canWrite: boolean };

/** With what a driver charges: cards are given, taken and blocked here. */
export function DriverCards({ driverId, canWrite }: DriverCardsProps) {
  const t = useTranslations("drivers");
  const trpc = useTRPC();
  const client = useQueryClient();
  const cards = useQuery(trpc.idToken.list.queryOptions({ driverId, limit: 200 }));
  const refresh = () => client.invalidateQueries({ queryKey: trpc.idToken.pathKey() });
  return (
    <section aria-labelledby="cards-head" className="max-w-3xl">
      <h2 id="cards-head" className="mb-3 text-section font-semibold">
        {t("cards")}
      </h2>
      {cards.isError && <QueryError error={cards.error} onRetry={() => void cards.refetch()} />}
      {cards.isPending && <Skeleton className="h-16 w-full" />}
      {cards.data?.items.length === 0 && <p className="mb-3 text-muted">{t("noCards")}</p>}
      <ul className="mb-4 flex flex-col gap-2">
        {cards.data?.items.map((card) => (
          <CardRow key={card.id} card={card} canWrite={canWrite} onChange={refresh} />
        ))}
      </ul>
      {canWrite && <GiveCard driverId={driverId} onGiven={refresh} />}
    </section>
  );
}

function CardRow({ card, canWrite, onChange }: { card: Card; canWrite: boolean; onChange: () => Promise<unknown> }) {
  const t = useTranslations("drivers");
  const errorText = useErrorText();
  const update = useMutation(useTRPC().idToken.update.mutationOptions({ onSuccess: onChange }));
  const { id, token, label, kind, status } = card;
  return (
    <li className="flex flex-wrap items-center gap-3 rounded-card border bg-card p-3">
      <div className="min-w-0 flex-1">
        <p className="font-mono text-code break-all">{token}</p>
        <p className="text-meta text-muted">
          {t(`kind.${kind}`)}
          {label && ` · ${label}`} ·{" "}
          <Link href={`/admin/sessions?q=${encodeURIComponent(token)}`} className="text-brand underline">
            {t("sessions")}
          </Link>
        </p>
        {update.error && (
          <p role="alert" className="text-meta text-fault-text">
            {errorText(update.error)}
          </p>
        )}
      </div>
      <TokenState token={card} />
      {canWrite && (
        <Button
          size="small"
          busy={update.isPending}
          aria-label={t(status === "blocked" ? "unblockNamed" : "blockNamed", { name: token })}
          onClick={() => update.mutate({ idTokenId: id, status: status === "blocked" ? "accepted" : "blocked" })}
        >
          {t(status === "blocked" ? "unblock" : "block")}
        </Button>
      )}
      {canWrite && kind === "card" && (
        <Button
          size="small"
          busy={update.isPending}
          aria-label={t("takeNamed", { name: token })}
          onClick={() => update.mutate({ idTokenId: id, driverId: null })}
        >
          {t("take")}
        </Button>
      )}
    </li>
  );
}

/** Gives a card to the driver: one that is known, or a new one. */
function GiveCard({ driverId, onGiven }: { driverId: string; onGiven: () => Promise<unknown> }) {
  const t = useTranslations("drivers");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const [isMissing, setMissing] = useState(false);
  const create = useMutation(trpc.idToken.create.mutationOptions());
  const update = useMutation(trpc.idToken.update.mutationOptions());
  const [problem, setProblem] = useState<unknown>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const token = String(new FormData(form).get("token") ?? "").trim();
    setMissing(!token);
    setProblem(null);
    if (!token) return;
    try {
      await create.mutateAsync({ token, driverId }).catch(async (error: unknown) => {
        const known = existingIdOf(error);
        if (known === null) throw error;
        await update.mutateAsync({ idTokenId: known, driverId });
      });
      form.reset();
      await onGiven();
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-wrap items-end gap-2">
      <Field label={t("giveCard")} error={isMissing && t("cardWrong")} className="min-w-60">
        {(control) => <Input {...control} name="token" maxLength={20} autoComplete="off" spellCheck={false} />}
      </Field>
      <Button type="submit" busy={create.isPending || update.isPending}>
        {t("give")}
      </Button>
      {problem !== null && (
        <p role="alert" className="w-full text-fault-text">
          {errorKind(problem) === "invalid" ? t("cardWrong") : errorText(problem)}
        </p>
      )}
    </form>
  );
}

/** The card that has this text already; null for another failure. */
function existingIdOf(error: unknown): string | null {
  if (errorKind(error) !== "conflict" || !(error instanceof Error) || !("data" in error)) return null;
  const { data } = error;
  if (typeof data !== "object" || data === null || !("details" in data)) return null;
  const { details } = data;
  if (typeof details !== "object" || details === null || !("existingId" in details)) return null;
  return typeof details.existingId === "string" ? details.existingId : null;
}
