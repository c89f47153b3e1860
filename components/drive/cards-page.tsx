"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CreditCard, Smartphone } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useTRPC } from "../api/trpc.ts";
import { useSharedNow } from "../ui/use-shared-now.ts";
import { BigButton } from "./big-button.tsx";
import { DriveProblem } from "./drive-problem.tsx";

type Card = RouterOutputs["drive"]["cards"][number];

/** The driver's cards. A lost one is closed in two taps. */
export function CardsPage() {
  const t = useTranslations("drive");
  // Nobody pushes that the office has closed a card.
  const cards = useQuery({ ...useTRPC().drive.cards.queryOptions(), refetchInterval: 60_000 });
  return (
    <>
      <h1 className="text-title font-semibold">{t("tabs.cards")}</h1>
      {cards.isError && <DriveProblem error={cards.error} onRetry={() => void cards.refetch()} />}
      {cards.isPending && <p role="status">{t("loading")}</p>}
      {cards.data?.length === 0 && <p className="rounded-card border bg-card p-4">{t("cards.empty")}</p>}
      <ul className="flex flex-col gap-2">
        {cards.data?.map((card) => (
          <CardRow key={card.id} card={card} />
        ))}
      </ul>
    </>
  );
}

function CardRow({ card }: { card: Card }) {
  const t = useTranslations("drive.cards");
  const trpc = useTRPC();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const lost = useMutation(
    trpc.drive.reportCardLost.mutationOptions({
      onSuccess: () => {
        setAsking(false);
        void client.invalidateQueries({ queryKey: trpc.drive.cards.queryKey() });
      },
    }),
  );
  const now = useSharedNow();
  const isExpired = card.expiresAt !== null && Date.parse(card.expiresAt) <= now.getTime();
  // Stations refuse it, as one that is blocked.
  const status = isExpired && card.status === "accepted" ? "expired" : card.status;
  const Icon = card.kind === "app" ? Smartphone : CreditCard;
  return (
    <li className="flex flex-col gap-3 rounded-card border bg-card p-4">
      <div className="flex items-center gap-3">
        <Icon aria-hidden="true" className="size-6 shrink-0 text-muted" />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">
            {card.kind === "app" ? t("app") : (card.label ?? t("card"))}
          </span>
          <span className="block font-mono text-body text-muted">{card.token}</span>
        </span>
        <span className={status === "accepted" ? "text-muted" : "text-fault-text"}>{t(status)}</span>
      </div>
      {card.kind === "card" && status === "accepted" && !isAsking && (
        <BigButton quiet onClick={() => setAsking(true)}>
          {t("lost")}
        </BigButton>
      )}
      {isAsking && (
        <fieldset className="flex flex-col gap-2">
          <legend className="sr-only">{t("lost")}</legend>
          <p>{t("lostText")}</p>
          {lost.error && <DriveProblem error={lost.error} />}
          <BigButton busy={lost.isPending} onClick={() => lost.mutate({ cardId: card.id })}>
            {t("lostConfirm")}
          </BigButton>
          <BigButton quiet onClick={() => setAsking(false)}>
            {t("keep")}
          </BigButton>
        </fieldset>
      )}
    </li>
  );
}
