"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { useErrorText } from "../api/query-error.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { ConfigurationValue } from "./configuration-value.tsx";
import type { ChargePoint } from "./fold-live.ts";
import { useRecentCommands } from "./use-recent-commands.ts";
import { useSendCommand } from "./use-send-command.ts";

/** The station's keys as it last told them; each value that can be changed is a field. */
export function ConfigurationPanel({ point }: { point: ChargePoint }) {
  const t = useTranslations("configuration");
  const whyNotId = useId();
  const errorText = useErrorText();
  const sender = useSendCommand(point.id);
  const commands = useRecentCommands(point.id);
  const read = () => sender.send({ chargePoint: point.id, action: "GetConfiguration", request: {}, waitS: 30 });
  const keys = Object.entries(point.configuration ?? {}).sort(([a], [b]) => a.localeCompare(b));
  const refresh = (
    <Button onClick={read} busy={sender.isPending} disabled={!point.isOnline} aria-describedby={whyNotId}>
      {t("read")}
    </Button>
  );
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {refresh}
        {!point.isOnline && (
          <p id={whyNotId} className="text-dense">
            {t("offline")}
          </p>
        )}
        {point.configurationAt && (
          <p className="text-dense text-muted">
            {t("asOf")} <RelativeTime at={new Date(point.configurationAt)} />
          </p>
        )}
      </div>
      {sender.isError && (
        <p role="alert" className="text-dense text-fault-text">
          {errorText(sender.error)}
        </p>
      )}
      {keys.length === 0 ? (
        <EmptyState title={t("empty")} />
      ) : (
        <Table label={t("title")}>
          <TableHead>
            <tr>
              <TableHeader pinned>{t("key")}</TableHeader>
              <TableHeader>{t("value")}</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {keys.map(([key, { value, readonly }]) => (
              <TableRow key={key}>
                <TableCell pinned>{key}</TableCell>
                <TableCell>
                  {readonly ? (
                    <span className="text-muted">{value ?? "—"}</span>
                  ) : (
                    <ConfigurationValue
                      point={point}
                      name={key}
                      value={value ?? ""}
                      commands={commands.data?.items ?? []}
                    />
                  )}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </div>
  );
}
