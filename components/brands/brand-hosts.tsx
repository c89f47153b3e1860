"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import type { Brand } from "./files-of.ts";

const HOST = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

type Props = { brand: Brand; slug: string; onChange: (brand: Brand) => void };

/** Where the brand is met: its own host names, each proven by a DNS record, and the path that always works. */
export function BrandHosts({ brand, slug, onChange }: Props) {
  const t = useTranslations("brands");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const [host, setHost] = useState("");
  const [isChecked, setChecked] = useState(false);
  const add = useMutation(
    trpc.brand.addHost.mutationOptions({
      onSuccess: (fresh) => {
        onChange(fresh);
        setHost("");
        setChecked(false);
      },
    }),
  );
  const isHost = HOST.test(host.trim().toLowerCase());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isHost) add.mutate({ brandId: brand.id, host: host.trim() });
  };
  const problem =
    isChecked && !isHost ? t("hosts.invalid") : add.error && hostProblem(t("hosts.taken"), add.error, errorText);
  return (
    <section aria-labelledby="brand-hosts" className="mt-8 flex max-w-3xl flex-col gap-3">
      <h2 id="brand-hosts" className="text-section font-semibold">
        {t("hosts.title")}
      </h2>
      {brand.isDefault && (
        <p className="text-dense text-muted">
          {t("hosts.path")} <code className="font-mono text-code text-fg">/t/{slug}/drive</code>
        </p>
      )}
      <ul className="flex flex-col gap-2">
        {brand.domains.map((domain) => (
          <HostRow key={domain.host} brandId={brand.id} domain={domain} onChange={onChange} />
        ))}
      </ul>
      <form noValidate onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <Field label={t("hosts.add")} help={t("hosts.help")} error={problem} className="min-w-0 flex-1">
          {(control) => (
            <Input
              {...control}
              spellCheck={false}
              autoCapitalize="none"
              placeholder="charge.example.com"
              value={host}
              onChange={(event) => setHost(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" busy={add.isPending}>
          {t("hosts.addAction")}
        </Button>
      </form>
    </section>
  );
}

const hostProblem = (taken: string, error: unknown, words: (error: unknown) => string): string =>
  (error as { data?: { appCode?: string } }).data?.appCode === "conflict" ? taken : words(error);

type RowProps = { brandId: string; domain: Brand["domains"][number]; onChange: (brand: Brand) => void };

function HostRow({ brandId, domain, onChange }: RowProps) {
  const t = useTranslations("brands");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const prove = useMutation(trpc.brand.proveHost.mutationOptions({ onSuccess: onChange }));
  const remove = useMutation(trpc.brand.removeHost.mutationOptions({ onSuccess: onChange }));
  const { host, proof, verifiedAt } = domain;
  const input = { brandId, host };
  return (
    <li className="flex flex-col gap-2 rounded-card border bg-card p-3">
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 flex-1 font-mono text-code break-all">{host}</code>
        <Badge>{t(verifiedAt ? "hosts.proven" : "hosts.waiting")}</Badge>
        {!verifiedAt && (
          <Button size="small" busy={prove.isPending} onClick={() => prove.mutate(input)}>
            {t("hosts.prove")}
          </Button>
        )}
        <Button
          size="small"
          aria-label={t("hosts.removeNamed", { host })}
          busy={remove.isPending}
          onClick={() => remove.mutate(input)}
        >
          {t("files.remove")}
        </Button>
      </div>
      {!verifiedAt && (
        <p className="text-dense text-muted">
          {t("hosts.record")}{" "}
          <code className="font-mono text-code break-all text-fg">
            _voltplane.{host} TXT &quot;{proof}&quot;
          </code>{" "}
          <CopyButton text={proof} label={t("hosts.copy")} />
        </p>
      )}
      {(prove.error || remove.error) && (
        <p role="alert" className="text-meta text-fault-text">
          {hostProblem(t("hosts.notProven"), prove.error ?? remove.error, errorText)}
        </p>
      )}
    </li>
  );
}
