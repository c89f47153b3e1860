"use client";

import { Pencil, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { Button } from "../ui/button.tsx";
import type { ChargePoint, Connector } from "./fold-live.ts";

const ConnectorDialog = lazy(() => import("./connector-dialog.tsx"));

type Props = {
  point: Pick<ChargePoint, "id" | "connectors">;
  /** Null: one that the station has not told of. */
  connector: Connector | null;
};

/** Opens what can be said of a connector. */
export function EditConnector({ point, connector }: Props) {
  const t = useTranslations("connectorDialog");
  const [isOpen, setOpen] = useState(false);
  const Icon = connector ? Pencil : Plus;
  return (
    <>
      <Button
        variant="quiet"
        onClick={() => setOpen(true)}
        {...(connector && { "aria-label": t("edit", { number: connector.number }) })}
      >
        <Icon aria-hidden="true" className="size-4" />
        {!connector && t("add")}
      </Button>
      {isOpen && (
        <Suspense>
          <ConnectorDialog point={point} connector={connector} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
