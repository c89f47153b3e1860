"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp, Maximize2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect } from "react";
import { useTRPC } from "../api/trpc.ts";
import { usePreferences } from "../shell/preferences-provider.tsx";
import { MAIN_ID } from "../shell/skip-link.tsx";
import { Button } from "../ui/button.tsx";
import { Drawer, DrawerContent } from "../ui/drawer.tsx";
import { ChargePointDetail } from "./charge-point-detail.tsx";
import { useOpenChargePoint } from "./url-state.ts";

type Props = {
  /** The charge points of the list, in its order. */
  ids: readonly string[];
  permissions: readonly string[];
};

/** The charge point that the address names, beside the list. [ and ] go through the list, Esc closes. */
export function ChargePointDrawer({ ids, permissions }: Props) {
  const { openId, close } = useOpenChargePoint();
  return (
    <Drawer open={openId !== null} onOpenChange={(isOpen) => !isOpen && close()}>
      {openId !== null && <OpenDrawer id={openId} ids={ids} permissions={permissions} />}
    </Drawer>
  );
}

function OpenDrawer({ id: asked, ids, permissions }: Props & { id: string }) {
  const t = useTranslations("chargePoint");
  const { hasShortcuts } = usePreferences();
  const { moveTo } = useOpenChargePoint();
  const point = useQuery(useTRPC().chargePoint.get.queryOptions({ chargePoint: asked }));
  const id = point.data?.id ?? asked; // an address may say the identity
  useTitleOf(point.data?.identity);
  const at = ids.indexOf(id);
  const previous = at > 0 ? ids[at - 1] : undefined;
  const next = at === -1 ? undefined : ids[at + 1];
  const onKeyDown = (event: KeyboardEvent) => {
    if (!hasShortcuts || isField(event.target)) return;
    // Many keyboards have brackets behind AltGr only, which is told as Ctrl and Alt.
    if ((event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph")) return;
    const target = event.key === "[" ? previous : event.key === "]" ? next : undefined;
    if (target) moveTo(target);
  };
  const onCloseAutoFocus = (event: Event) => {
    // Back to the row of the charge point that was seen last, which need not be the one it was opened from.
    event.preventDefault();
    const row = document.querySelector<HTMLElement>(`[data-row-link="${CSS.escape(id)}"]`);
    (row ?? document.getElementById(MAIN_ID))?.focus();
  };
  return (
    <DrawerContent
      title={point.data?.identity ?? t("title")}
      onKeyDown={onKeyDown}
      onOpenAutoFocus={focusWhole}
      onCloseAutoFocus={onCloseAutoFocus}
      actions={
        <>
          <Button
            variant="quiet"
            size="icon"
            aria-label={t("previous")}
            aria-keyshortcuts="["
            disabled={!previous}
            onClick={() => previous && moveTo(previous)}
          >
            <ChevronUp aria-hidden="true" />
          </Button>
          <Button
            variant="quiet"
            size="icon"
            aria-label={t("next")}
            aria-keyshortcuts="]"
            disabled={!next}
            onClick={() => next && moveTo(next)}
          >
            <ChevronDown aria-hidden="true" />
          </Button>
          <Button variant="quiet" size="icon" asChild>
            <Link href={`/admin/charge-points/${id}`} aria-label={t("openPage")}>
              <Maximize2 aria-hidden="true" />
            </Link>
          </Button>
        </>
      }
    >
      <ChargePointDetail key={id} id={id} permissions={permissions} />
    </DrawerContent>
  );
}

/** The page's title names what is open beside it, for as long as it is. */
function useTitleOf(identity: string | undefined): void {
  useEffect(() => {
    if (identity === undefined) return;
    const before = document.title;
    document.title = `${identity} · ${before}`;
    return () => {
      document.title = before;
    };
  }, [identity]);
}

/** The window itself, so that reading begins with its name and Tab with its first button. */
const focusWhole = (event: Event): void => {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
};

const isField = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [role=alertdialog]") !== null;
