"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { CreditCard, EvCharger, type LucideIcon, MapPin, Plus, ReceiptText, Tags, Users } from "lucide-react";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { JumpTarget } from "../../server/core/jump-target.ts";
import type { Permission } from "../../server/services/permissions.ts";
import { useTRPC } from "../api/trpc.ts";
import { Dialog, DialogContent } from "../ui/dialog.tsx";
import { navGroupsFor } from "./nav-items.ts";
import { keepRecent, recentTargets } from "./recent-targets.ts";

/** A pause after which the text is taken for what is meant. */
const REST_MS = 80;

const ICONS: Readonly<Record<JumpTarget["kind"], LucideIcon>> = {
  chargePoint: EvCharger,
  session: ReceiptText,
  site: MapPin,
  driver: Users,
  idToken: CreditCard,
  tariff: Tags,
};

const hrefOf = ({ kind, id, title }: JumpTarget): string => {
  switch (kind) {
    case "chargePoint":
      return `/admin/charge-points/${id}`;
    case "session":
      return `/admin/sessions/${id}`;
    case "site":
      return `/admin/sites/${id}`;
    case "driver":
      return `/admin/drivers/${id}`;
    case "idToken":
      return `/admin/id-tokens?q=${encodeURIComponent(title)}`;
    case "tariff":
      return `/admin/tariffs/${id}`;
  }
};

const ACTIONS = [
  { key: "addChargePoint", href: "/admin/charge-points/new", permission: "chargePoint.write" },
  { key: "addTariff", href: "/admin/tariffs/new", permission: "tariff.write" },
] as const satisfies readonly { key: string; href: string; permission: Permission }[];

/** `owner`: the person and company whose last targets are shown. */
export type PaletteProps = { owner: string; permissions: readonly string[]; onClose: () => void };

/** Goes anywhere by its name or number: pages, what can be done, and everything that has an id. */
export default function Palette({ owner, permissions, onClose }: PaletteProps) {
  const t = useTranslations("shell.palette");
  const nav = useTranslations("nav.items");
  const trpc = useTRPC();
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const text = useRested(typed.trim());
  const found = useQuery({
    ...trpc.jump.find.queryOptions({ text: text || "-" }),
    enabled: text !== "",
    placeholderData: (before) => before,
    staleTime: 5_000,
  });
  const input = useRef<HTMLInputElement>(null);
  const go = (href: string, isExternal = false) => {
    onClose();
    if (isExternal) window.open(href, "_blank", "noreferrer");
    else router.push(href);
  };
  const jump = (target: JumpTarget) => {
    keepRecent(owner, target);
    go(hrefOf(target));
  };
  const isNamed = (name: string) => name.toLowerCase().includes(typed.trim().toLowerCase());
  const pages = navGroupsFor(permissions)
    .flatMap(({ items }) => items)
    .filter(({ key }) => isNamed(nav(key)));
  const actions = ACTIONS.filter(({ key, permission }) => permissions.includes(permission) && isNamed(t(key)));
  const recent = typed.trim() === "" ? recentTargets(owner) : [];
  const targets = text === "" ? [] : (found.data ?? []);
  const isSettled = typed.trim() === text && !found.isFetching;
  const isEmpty = targets.length + pages.length + actions.length === 0;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title={t("title")}
        initialFocus={input}
        className="top-[12vh] max-h-[76vh] max-w-2xl translate-y-0 gap-3 p-4"
      >
        <Command shouldFilter={false} loop label={t("title")} className="flex min-h-0 flex-col gap-2">
          <Command.Input
            ref={input}
            value={typed}
            onValueChange={setTyped}
            maxLength={100}
            placeholder={t("placeholder")}
            className="h-10 w-full rounded-control border border-line-strong bg-card px-3 text-body"
          />
          <Command.List className="min-h-0 overflow-y-auto" label={t("results")}>
            {targets.length > 0 && (
              <Group heading={t("found")}>
                {targets.map((target) => (
                  <TargetItem key={`${target.kind} ${target.id}`} target={target} onGo={jump} />
                ))}
              </Group>
            )}
            {recent.length > 0 && (
              <Group heading={t("recent")}>
                {recent.map((target) => (
                  <TargetItem key={`recent ${target.id}`} target={target} onGo={jump} />
                ))}
              </Group>
            )}
            {actions.length > 0 && (
              <Group heading={t("actions")}>
                {actions.map(({ key, href }) => (
                  <Item key={key} value={key} icon={Plus} onSelect={() => go(href)}>
                    {t(key)}
                  </Item>
                ))}
              </Group>
            )}
            {pages.length > 0 && (
              <Group heading={t("pages")}>
                {pages.map(({ key, href, icon, isExternal }) => (
                  <Item key={key} value={`page ${key}`} icon={icon} onSelect={() => go(href, isExternal)}>
                    {nav(key)}
                  </Item>
                ))}
              </Group>
            )}
          </Command.List>
          <p role="status" className="px-2 text-dense text-muted">
            {found.isError
              ? t("failed")
              : isEmpty && isSettled
                ? t("nothing", { text })
                : t("count", { count: targets.length + recent.length + actions.length + pages.length })}
          </p>
        </Command>
      </DialogContent>
    </Dialog>
  );
}

function TargetItem({ target, onGo }: { target: JumpTarget; onGo: (target: JumpTarget) => void }) {
  const t = useTranslations("shell.palette");
  const format = useFormatter();
  const { kind, id, title, detail } = target;
  const shown =
    kind === "session" && detail
      ? format.dateTime(new Date(detail), { dateStyle: "medium", timeStyle: "short" })
      : detail;
  return (
    <Item value={`${kind} ${id}`} icon={ICONS[kind]} onSelect={() => onGo(target)}>
      <span className="font-medium">{title}</span>
      <span className="text-muted">{[t(`kind.${kind}`), shown].filter(Boolean).join(" · ")}</span>
    </Item>
  );
}

const Group = ({ heading, children }: { heading: string; children: ReactNode }) => (
  <Command.Group
    heading={heading}
    className="mb-2 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:text-muted"
  >
    {children}
  </Command.Group>
);

type ItemProps = { value: string; icon: LucideIcon; onSelect: () => void; children: ReactNode };

const Item = ({ value, icon: Icon, onSelect, children }: ItemProps) => (
  <Command.Item
    value={value}
    onSelect={onSelect}
    className="flex min-h-9 cursor-pointer flex-wrap items-center gap-x-3 rounded-control px-2 py-1 text-body data-[selected=true]:bg-brand-tint"
  >
    <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
    {children}
  </Command.Item>
);

function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}
