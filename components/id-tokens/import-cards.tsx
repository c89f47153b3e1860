"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { parseCards } from "./parse-cards.ts";

const MOST = 5_000;
const MOST_SHOWN = 50;

type ImportCardsProps = { onAdded: () => void; onClose: () => void };

/** A box of cards: pasted or from a file, looked at before anything is written, and added whole or not at all. */
export function ImportCards({ onAdded, onClose }: ImportCardsProps) {
  const t = useTranslations("idTokens.import");
  const errorText = useErrorText();
  const [text, setText] = useState("");
  const rows = useMemo(() => parseCards(text), [text]);
  const bring = useMutation(useTRPC().idToken.import.mutationOptions());
  const send = (isTrial: boolean) =>
    bring.mutate(
      { rows: rows.map(({ line: _, ...row }) => row), isTrial },
      { onSuccess: ({ added }) => added > 0 && onAdded() },
    );
  const change = (next: string) => {
    bring.reset();
    setText(next);
  };
  const problems = bring.data?.problems ?? [];
  const isChecked = bring.data !== undefined && problems.length === 0 && bring.variables.isTrial;
  const isTooMany = rows.length > MOST;
  return (
    <section className="mb-4 flex max-w-3xl flex-col gap-4 rounded-card border bg-card p-4">
      {bring.data && bring.data.added > 0 ? (
        <p role="status">{t("added", { count: bring.data.added })}</p>
      ) : (
        <>
          <Field label={t("text")} help={t("help")} error={isTooMany && t("tooMany", { most: MOST })}>
            {(control) => (
              <textarea
                {...control}
                rows={8}
                spellCheck={false}
                className="rounded-control border border-line-strong bg-card p-2 font-mono text-code"
                value={text}
                onChange={(event) => change(event.target.value)}
              />
            )}
          </Field>
          <label className="text-dense">
            {t("file")}{" "}
            <input
              type="file"
              accept=".csv,.txt,text/csv,text/plain"
              onChange={(event) => void event.target.files?.[0]?.text().then(change)}
            />
          </label>
          <div role="status" className="flex flex-col gap-1">
            {isChecked && <p>{t("fine", { count: rows.length })}</p>}
            {problems.length > 0 && (
              <>
                <p className="font-medium text-fault-text">{t("wrong", { count: problems.length })}</p>
                <ul className="max-h-60 overflow-y-auto text-dense">
                  {problems.slice(0, MOST_SHOWN).map(({ index, reason }) => (
                    <li key={`${index} ${reason}`}>
                      {t("line", { line: rows[index]?.line ?? 0 })}{" "}
                      <code className="font-mono break-all">{rows[index]?.token}</code>: {t(`reason.${reason}`)}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </div>
        </>
      )}
      {bring.error && (
        <p role="alert" className="text-fault-text">
          {errorText(bring.error)}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {!bring.data?.added && (
          <Button
            variant="primary"
            busy={bring.isPending}
            disabled={rows.length === 0 || isTooMany}
            onClick={() => send(!isChecked)}
          >
            {isChecked ? t("add", { count: rows.length }) : t("check")}
          </Button>
        )}
        <Button onClick={onClose}>{t("close")}</Button>
      </div>
    </section>
  );
}
