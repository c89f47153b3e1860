"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { brandFile } from "../brand/brand-files.ts";
import { Button } from "../ui/button.tsx";
import { type Brand, filesOf } from "./files-of.ts";

const KINDS = ["logo", "logoDark", "icon", "font"] as const;
type Kind = (typeof KINDS)[number];
const ACCEPT: Readonly<Record<Kind, string>> = {
  logo: "image/svg+xml,image/png,image/webp",
  logoDark: "image/svg+xml,image/png,image/webp",
  icon: "image/png",
  font: ".woff2,font/woff2",
};
const MOST_BYTES = 300_000;
const REASONS = ["unknownFormat", "notWoff2", "notAPicture", "iconNotPng", "iconNotSquare512", "tooLarge"] as const;
type Reason = (typeof REASONS)[number];

type Props = { brand: Brand; onChange: (brand: Brand) => void };

/** Logo, icon and font: uploaded at once, since a file is whole or nothing. */
export function BrandFiles({ brand, onChange }: Props) {
  const t = useTranslations("brands");
  return (
    <section aria-labelledby="brand-files" className="flex flex-col gap-2">
      <h2 id="brand-files" className="text-section font-semibold">
        {t("files.title")}
      </h2>
      <ul className="flex flex-col gap-2">
        {KINDS.map((kind) => (
          <FileRow key={kind} kind={kind} brand={brand} onChange={onChange} />
        ))}
      </ul>
    </section>
  );
}

function FileRow({ kind, brand, onChange }: Props & { kind: Kind }) {
  const t = useTranslations("brands");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const id = useId();
  const [isTooLarge, setTooLarge] = useState(false);
  const put = useMutation(trpc.brand.setFile.mutationOptions({ onSuccess: onChange }));
  const remove = useMutation(trpc.brand.removeFile.mutationOptions({ onSuccess: onChange }));
  const url = brandFile(filesOf(brand), kind);
  const problem = put.error ?? remove.error;
  const reason = isTooLarge ? "tooLarge" : reasonOf(put.error);
  const upload = async (file: File | undefined) => {
    setTooLarge(file !== undefined && file.size > MOST_BYTES);
    put.reset();
    if (!file || file.size > MOST_BYTES) return;
    put.mutate({ brandId: brand.id, kind, base64: toBase64(new Uint8Array(await file.arrayBuffer())) });
  };
  return (
    <li className="flex flex-col gap-2 rounded-card border bg-card p-3">
      <div className="flex items-center gap-3">
        {url && kind !== "font" && (
          // biome-ignore lint/performance/noImgElement: a tenant's own file, immutable and small already
          <img
            src={url}
            alt=""
            data-theme={kind === "logoDark" ? "dark" : "light"}
            className="h-8 max-w-24 bg-bg p-0.5"
          />
        )}
        <div className="min-w-0 flex-1">
          <p className="font-medium">{t(`files.${kind}`)}</p>
          <p id={`${id}-help`} className="text-meta text-muted">
            {t(`files.help.${kind}`)}
          </p>
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <input
          id={id}
          type="file"
          accept={ACCEPT[kind]}
          aria-label={t(url ? "files.replaceNamed" : "files.uploadNamed", { what: t(`files.${kind}`) })}
          aria-describedby={`${id}-help`}
          className="min-w-0 flex-1 text-dense file:mr-2 file:h-7 file:rounded-control file:border file:border-line-strong file:bg-card file:px-2 file:text-fg"
          onChange={(event) => void upload(event.target.files?.[0])}
        />
        {url && (
          <Button
            size="small"
            aria-label={t("files.removeNamed", { what: t(`files.${kind}`) })}
            busy={remove.isPending}
            onClick={() => remove.mutate({ brandId: brand.id, kind })}
          >
            {t("files.remove")}
          </Button>
        )}
      </div>
      {(problem || reason) && (
        <p role="alert" className="text-meta text-fault-text">
          {reason ? t(`files.reason.${reason}`) : errorText(problem)}
        </p>
      )}
    </li>
  );
}

/** The server's reason for refusing a file; null for a failure of another kind. */
function reasonOf(error: unknown): Reason | null {
  const details = (error as { data?: { details?: { issues?: readonly { message?: unknown }[] } } } | null)?.data
    ?.details;
  const message = details?.issues?.[0]?.message;
  return REASONS.find((reason) => reason === message) ?? null;
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}
