"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { OFFICE_ROLES, type Role } from "../members/roles.ts";
import { Button } from "../ui/button.tsx";
import { Input } from "../ui/input.tsx";
import { NativeSelect } from "../ui/native-select.tsx";

/** One role of theirs, and what it is here. The key is the row's own: names change while they are typed. */
export type RoleRow = { readonly key: string; readonly theirs: string; readonly ours: Role };

export const toRoleRows = (map: Readonly<Record<string, Role>>): readonly RoleRow[] =>
  Object.entries(map).map(([theirs, ours]) => ({ key: theirs, theirs, ours }));

export const toRoleMap = (rows: readonly RoleRow[]): Record<string, Role> =>
  Object.fromEntries(rows.filter(({ theirs }) => theirs.trim()).map(({ theirs, ours }) => [theirs.trim(), ours]));

type RoleMapProps = { rows: readonly RoleRow[]; onChange: (rows: readonly RoleRow[]) => void };

/** Which role of the provider is which role here. */
export function RoleMap({ rows, onChange }: RoleMapProps) {
  const t = useTranslations("identityProviders");
  const tRole = useTranslations("members.role");
  const set = (key: string, change: Partial<RoleRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...change } : row)));
  const add = () => onChange([...rows, { key: crypto.randomUUID(), theirs: "", ours: "operator" }]);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-dense font-medium">{t("roleMap")}</legend>
      {rows.map(({ key, theirs, ours }, index) => (
        <div key={key} className="flex flex-wrap items-center gap-2">
          <Input
            aria-label={t("theirRole", { number: index + 1 })}
            className="min-w-40 flex-1"
            spellCheck={false}
            value={theirs}
            onChange={(event) => set(key, { theirs: event.target.value })}
          />
          <NativeSelect
            aria-label={t("ourRole", { number: index + 1 })}
            value={ours}
            onChange={(event) => set(key, { ours: event.target.value as Role })}
          >
            {OFFICE_ROLES.map((role) => (
              <option key={role} value={role}>
                {tRole(role)}
              </option>
            ))}
          </NativeSelect>
          <Button
            variant="quiet"
            size="icon"
            aria-label={t("removeRole", { number: index + 1 })}
            onClick={() => onChange(rows.filter((row) => row.key !== key))}
          >
            <X aria-hidden="true" />
          </Button>
        </div>
      ))}
      <Button size="small" className="self-start" onClick={add}>
        {t("addRole")}
      </Button>
    </fieldset>
  );
}
