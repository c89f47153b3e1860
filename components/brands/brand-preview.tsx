"use client";

import { Zap } from "lucide-react";
import { useTranslations } from "next-intl";
import type { CSSProperties } from "react";
import type { Shades } from "../../server/brand/derive-palette.ts";
import { brandFile } from "../brand/brand-files.ts";
import { FONT_FAMILIES, type FontName } from "../brand/fonts.ts";
import { type BrandDraft, paletteOf } from "./brand-draft.ts";
import { type Brand, filesOf } from "./files-of.ts";

/** The driver's page in miniature, in both themes, as the draft would make it. */
export function BrandPreview({ draft, brand }: { draft: BrandDraft; brand: Brand }) {
  const t = useTranslations("brands");
  const palette = paletteOf(draft);
  return (
    <section aria-labelledby="brand-preview" className="flex flex-col gap-2">
      <h2 id="brand-preview" className="text-section font-semibold">
        {t("preview.title")}
      </h2>
      {palette ? (
        <>
          <Phone theme="light" shades={palette.light} draft={draft} brand={brand} />
          <Phone theme="dark" shades={palette.dark} draft={draft} brand={brand} />
        </>
      ) : (
        <p className="text-dense text-muted">{t("preview.none")}</p>
      )}
    </section>
  );
}

type PhoneProps = { theme: "light" | "dark"; shades: Shades; draft: BrandDraft; brand: Brand };

function Phone({ theme, shades, draft, brand }: PhoneProps) {
  const t = useTranslations("brands");
  const files = filesOf(brand);
  const logo = (theme === "dark" ? brandFile(files, "logoDark") : null) ?? brandFile(files, "logo");
  const family = draft.font in FONT_FAMILIES ? FONT_FAMILIES[draft.font as FontName] : "inherit";
  const style = { "--brand": shades.brand, "--on-brand": shades.onBrand, fontFamily: family } as CSSProperties;
  return (
    <div data-theme={theme} style={style} className="rounded-sheet border bg-bg p-4 text-fg">
      <div className="flex h-8 items-center gap-2">
        {logo ? (
          // biome-ignore lint/performance/noImgElement: a tenant's own file, immutable and small already
          <img src={logo} alt={draft.name} className="max-h-8 max-w-40" />
        ) : (
          <span className="truncate text-section font-semibold">{draft.name}</span>
        )}
      </div>
      <p className="mt-3 text-body">
        {t("preview.station")} <span className="text-brand underline">{t("preview.price")}</span>
      </p>
      <div className="mt-3 flex h-12 items-center justify-center gap-2 rounded-card bg-brand text-driver font-medium text-on-brand">
        <Zap aria-hidden="true" className="size-5" />
        {t("preview.start")}
      </div>
    </div>
  );
}
