"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { parseHex } from "../../server/brand/colour.ts";
import { isAtHost } from "../../server/brand/is-at-host.ts";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { NativeSelect } from "../ui/native-select.tsx";
import { type BrandDraft, type DraftProblems, paletteOf } from "./brand-draft.ts";
import type { Brand } from "./files-of.ts";

const FONTS = ["inter", "sourceSans", "nunito", "lora"] as const;
const LANGUAGES = ["en", "de", "nl"] as const;

type Props = {
  draft: BrandDraft;
  onChange: (draft: BrandDraft) => void;
  problems: DraftProblems;
  brand: Brand;
};

/** The brand's form: look, languages, who to turn to, who mails are from, what the law wants linked. */
export function BrandFields({ draft, onChange, problems, brand }: Props) {
  const t = useTranslations("brands");
  const set = (change: Partial<BrandDraft>) => onChange({ ...draft, ...change });
  const isSenderProven = isAtHost(
    draft.senderEmail,
    brand.domains.flatMap(({ host, verifiedAt }) => (verifiedAt ? [host] : [])),
  );
  const text = (name: TextField, type = "text", help?: string) => {
    const problem = problems[name];
    return (
      <Field
        label={t(`field.${name}`)}
        help={help ?? (hasHelp(name) && t(`help.${name}`))}
        error={problem && t(`problem.${problem}`)}
      >
        {(control) => (
          <Input
            {...control}
            name={name}
            type={type}
            value={draft[name]}
            onChange={(event) => set({ [name]: event.target.value })}
          />
        )}
      </Field>
    );
  };
  return (
    <>
      <Group title={t("group.look")}>
        {text("name")}
        <Colour draft={draft} problems={problems} onChange={(colour) => set({ colour })} />
        <Field label={t("field.font")} help={t("help.font")}>
          {(control) => (
            <NativeSelect
              {...control}
              name="font"
              value={draft.font}
              onChange={(event) => set({ font: event.target.value })}
            >
              {FONTS.map((font) => (
                <option key={font} value={font}>
                  {t(`font.${font}`)}
                </option>
              ))}
              {brand.assets.some(({ kind }) => kind === "font") && <option value="own">{t("font.own")}</option>}
            </NativeSelect>
          )}
        </Field>
        <Languages draft={draft} problems={problems} onChange={(languages) => set({ languages })} />
      </Group>
      <Group title={t("group.contact")}>
        {text("supportPhone", "tel")}
        {text("supportEmail", "email")}
      </Group>
      <Group title={t("group.mail")}>
        {text("senderName")}
        {text("senderEmail", "email", draft.senderEmail && !isSenderProven ? t("help.senderNotProven") : undefined)}
      </Group>
      <Group title={t("group.legal")}>
        {text("imprintUrl", "url")}
        {text("privacyUrl", "url")}
        {text("termsUrl", "url")}
      </Group>
      <Group title={t("group.drivers")}>
        <label className="flex items-start gap-2 text-body">
          <input
            type="checkbox"
            name="allowsSignUp"
            className="mt-0.5 size-4 accent-brand"
            checked={draft.allowsSignUp}
            onChange={(event) => set({ allowsSignUp: event.target.checked })}
          />
          <span>
            {t("field.allowsSignUp")}
            <span className="block text-meta text-muted">{t("help.allowsSignUp")}</span>
          </span>
        </label>
      </Group>
    </>
  );
}

type TextField = {
  [Key in keyof BrandDraft]: BrandDraft[Key] extends string ? (Key extends "colour" | "font" ? never : Key) : never;
}[keyof BrandDraft];

const WITH_HELP = ["name", "senderEmail", "supportPhone"] as const;
const hasHelp = (name: TextField): name is (typeof WITH_HELP)[number] =>
  (WITH_HELP as readonly string[]).includes(name);

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="rounded-card border bg-card p-4">
      <legend className="px-1 text-section font-semibold">{title}</legend>
      <div className="grid gap-4 sm:grid-cols-2">{children}</div>
    </fieldset>
  );
}

type ColourProps = Pick<Props, "draft" | "problems"> & { onChange: (colour: string) => void };

function Colour({ draft, problems, onChange }: ColourProps) {
  const t = useTranslations("brands");
  const palette = paletteOf(draft);
  return (
    <div className="flex flex-col gap-1">
      <Field label={t("field.colour")} error={problems.colour && t("problem.colour")}>
        {(control) => (
          <div className="flex gap-2">
            <input
              type="color"
              aria-label={t("pickColour")}
              className="h-8 w-10 shrink-0 rounded-control border border-line-strong bg-card p-0.5"
              value={parseHex(draft.colour) ?? "#000000"}
              onChange={(event) => onChange(event.target.value)}
            />
            <Input
              {...control}
              name="colour"
              className="font-mono"
              spellCheck={false}
              value={draft.colour}
              onChange={(event) => onChange(event.target.value)}
            />
          </div>
        )}
      </Field>
      <p role="status" className="text-meta text-muted">
        {palette &&
          t(palette.isDarkened ? "contrast.darkened" : "contrast.fine", {
            ratio: palette.chosenContrast,
            used: palette.light.brand,
          })}
      </p>
    </div>
  );
}

type LanguagesProps = Pick<Props, "draft" | "problems"> & { onChange: (languages: readonly string[]) => void };

/** The order is the order of choosing: the first is spoken to who has no wish. */
function Languages({ draft, problems, onChange }: LanguagesProps) {
  const t = useTranslations("brands");
  const names = useTranslations("shell.locale");
  const [first] = draft.languages;
  const toggle = (tag: string, isOn: boolean) =>
    onChange(isOn ? [...draft.languages, tag] : draft.languages.filter((other) => other !== tag));
  const prefer = (tag: string) => onChange([tag, ...draft.languages.filter((other) => other !== tag)]);
  return (
    <div className="flex flex-col gap-2">
      <fieldset className="flex flex-col gap-1">
        <legend className="pb-1 text-dense font-medium">{t("field.languages")}</legend>
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          {LANGUAGES.map((tag, index) => (
            <label key={tag} className="flex min-h-6 items-center gap-2">
              <input
                type="checkbox"
                {...(index === 0 ? { name: "languages" } : {})}
                className="size-4 accent-brand"
                checked={draft.languages.includes(tag)}
                onChange={(event) => toggle(tag, event.target.checked)}
              />
              {names(tag)}
            </label>
          ))}
        </div>
        {problems.languages && <p className="text-meta text-fault-text">{t("problem.language")}</p>}
      </fieldset>
      {draft.languages.length > 1 && (
        <Field label={t("field.firstLanguage")} help={t("help.firstLanguage")}>
          {(control) => (
            <NativeSelect {...control} value={first} onChange={(event) => prefer(event.target.value)}>
              {draft.languages.map((tag) => (
                <option key={tag} value={tag}>
                  {names(tag as (typeof LANGUAGES)[number])}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
      )}
    </div>
  );
}
