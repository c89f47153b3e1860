"use client";

import { useTranslations } from "next-intl";
import { fieldsOf } from "./message-text.ts";

/** A payload field by field, under the names of the standard. */
export function MessageFields({ label, payload }: { label: string; payload: unknown }) {
  const t = useTranslations("messages");
  const fields = fieldsOf(payload);
  return (
    <section aria-label={label} className="min-w-0 rounded-card border bg-bg px-3 py-2">
      <h3 className="mb-1 text-meta text-muted">{label}</h3>
      {fields.length === 0 ? (
        <p className="text-dense text-muted">{t("noFields")}</p>
      ) : (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 font-mono text-code">
          {fields.map(({ path, value }) => (
            <div key={path} className="contents">
              <dt className="wrap-anywhere text-muted">{path}</dt>
              <dd className="wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
