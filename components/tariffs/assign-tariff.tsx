"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorKind } from "../api/error-kind.ts";
import { QueryError, useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { NativeSelect } from "../ui/native-select.tsx";

const KINDS = ["tenant", "site", "chargePoint"] as const;

/** Gives a tariff to the company as its default, to a site, or to a charge point. */
export function AssignTariff({ tariffId }: { tariffId: string }) {
  const t = useTranslations("tariffs.assign");
  const trpc = useTRPC();
  const client = useQueryClient();
  const errorText = useErrorText();
  const [kind, setKind] = useState<(typeof KINDS)[number]>("site");
  const [siteId, setSiteId] = useState("");
  const [chargePoint, setChargePoint] = useState("");
  const fleet = useQuery({ ...trpc.fleet.get.queryOptions(), enabled: kind === "site" });
  const assign = useMutation(
    trpc.tariff.assign.mutationOptions({
      onSuccess: () => client.invalidateQueries({ queryKey: trpc.tariff.pathKey() }),
    }),
  );
  const problem = assign.error && (errorKind(assign.error) === "invalid" ? t("unlawful") : errorText(assign.error));
  const isChosen = kind === "tenant" || (kind === "site" ? siteId !== "" : chargePoint.trim() !== "");
  const target =
    kind === "tenant" ? { kind } : kind === "site" ? { kind, siteId } : { kind, chargePoint: chargePoint.trim() };
  return (
    <form
      className="flex flex-col gap-3 rounded-card border bg-card p-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChosen) assign.mutate({ tariffId, target });
      }}
    >
      <h2 className="font-semibold">{t("title")}</h2>
      {fleet.isError && <QueryError error={fleet.error} onRetry={() => void fleet.refetch()} />}
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <Field label={t("kind")}>
          {(control) => (
            <NativeSelect
              {...control}
              value={kind}
              onChange={({ target: { value } }) => {
                assign.reset();
                setKind(KINDS.find((one) => one === value) ?? "site");
              }}
            >
              {KINDS.map((one) => (
                <option key={one} value={one}>
                  {t(`kinds.${one}`)}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        {kind === "site" && (
          <Field label={t("kinds.site")}>
            {(control) => (
              <NativeSelect
                {...control}
                value={siteId}
                onChange={(event) => {
                  assign.reset();
                  setSiteId(event.target.value);
                }}
              >
                <option value="">{t("choose")}</option>
                {fleet.data?.sites.map((site) => (
                  <option key={site.id} value={site.id}>
                    {site.name}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
        )}
        {kind === "chargePoint" && (
          <Field label={t("kinds.chargePoint")} help={t("identityHelp")}>
            {(control) => (
              <Input
                {...control}
                value={chargePoint}
                onChange={(event) => {
                  assign.reset();
                  setChargePoint(event.target.value);
                }}
              />
            )}
          </Field>
        )}
      </div>
      <p role="status" className="text-free-text empty:hidden">
        {assign.isSuccess && t("done")}
      </p>
      {problem && (
        <p role="alert" className="text-fault-text">
          {problem}
        </p>
      )}
      <div>
        <Button type="submit" disabled={!isChosen} busy={assign.isPending}>
          {t("submit")}
        </Button>
      </div>
    </form>
  );
}
