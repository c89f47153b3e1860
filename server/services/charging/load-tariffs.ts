import type { PlainTransaction } from "../../../db/tenancy.ts";
import { type CompiledTariff, compileTariff } from "../../tariff/compile-tariff.ts";
import { parseOcpiTariff } from "../../tariff/ocpi-tariff.ts";
import { plainArray } from "../recording/array-literals.ts";

/** Compiled tariffs that are kept; a company has some dozens in use. */
const MOST_KEPT = 2_000;

type Wanted = { readonly tenantId: string; readonly tariffVersionId: string | null };

export type Tariffs = {
  /** The version, when it was loaded before. */
  find(versionId: string): CompiledTariff | undefined;
  /** Loads the versions that are wanted and not there yet. One that cannot be read stays missing. */
  load(tx: PlainTransaction, wanted: readonly Wanted[]): Promise<void>;
};

/** Tariff versions, ready to price by. They are immutable, so that a loaded one is right for ever. */
export function createTariffs(): Tariffs {
  const compiled = new Map<string, CompiledTariff>();
  return {
    find: (versionId) => compiled.get(versionId),
    load: async (tx, wanted) => {
      const missing = new Map<string, string>();
      for (const { tenantId, tariffVersionId: id } of wanted) if (id && !compiled.has(id)) missing.set(id, tenantId);
      if (missing.size === 0) return;
      const rows = await tx<{ id: string; ocpi: unknown }[]>`
        select v.id, v.ocpi
        from unnest(${plainArray([...missing.values()])}::text::uuid[], ${plainArray([...missing.keys()])}::text::uuid[])
          as w (tenant_id, id)
        join tariff_version v on v.tenant_id = w.tenant_id and v.id = w.id`;
      for (const { id, ocpi } of rows) {
        const [oldest] = compiled.keys();
        if (compiled.size >= MOST_KEPT && oldest !== undefined) compiled.delete(oldest);
        compiled.set(id, compileTariff(parseOcpiTariff(ocpi)));
      }
    },
  };
}
