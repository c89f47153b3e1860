"use client";

import { useTranslations } from "next-intl";
import { Dialog, DialogContent } from "../ui/dialog.tsx";
import { NAV_ITEMS } from "./nav-items.ts";

type ShortcutsDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** The list of keys. */
export default function ShortcutsDialog({ open, onOpenChange }: ShortcutsDialogProps) {
  const t = useTranslations("shell.shortcuts");
  const nav = useTranslations("nav.items");
  const rows = [
    ...NAV_ITEMS.flatMap(({ key, shortcut }) => (shortcut ? [{ keys: ["g", shortcut], text: nav(key) }] : [])),
    { keys: ["Ctrl", "K"], text: t("palette") },
    { keys: ["/"], text: t("search") },
    { keys: ["j", "k"], text: t("rows") },
    { keys: ["[", "]"], text: t("drawer") },
    { keys: ["?"], text: t("list") },
    { keys: ["Esc"], text: t("close") },
  ];
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={t("title")} description={t("switchOff")}>
        <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2">
          {rows.map(({ keys, text }) => (
            <div key={text} className="contents">
              <dt className="flex gap-1">
                {keys.map((key) => (
                  <kbd
                    key={key}
                    className="inline-flex min-w-6 justify-center rounded-control border border-line-strong px-1.5 py-0.5 font-mono text-code"
                  >
                    {key}
                  </kbd>
                ))}
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </DialogContent>
    </Dialog>
  );
}
