import type { PlainTransaction } from "../../../db/tenancy.ts";
import { type CompiledTariff, compileTariff } from "../../tariff/compile-tariff.ts";
import { parseOcpiTariff } from "../../tariff/ocpi-tariff.ts";
import { plainArray } from "../recording/array-literals.ts";

/** Compiled tariffs that are kept; a company has some dozens in use. */
const MOST_KEPT = 2_000;

type Wanted = { readonly tenantId: string; readonly tariffVersionId: string | null };

export type Tariffs = {
  /** The versions that are wanted, by id. One that is not in the database is missing. Rejects when one cannot be read. */
  load(tx: PlainTransaction, wanted: readonly Wanted[]): Promise<ReadonlyMap<string, CompiledTariff>>;
};

/** Tariff versions, ready to price by. They are immutable, so that a loaded one is right for ever. */
export function createTariffs(): Tariffs {
  const compiled = new Map<string, CompiledTariff>();
  return {
    load: async (tx, wanted) => {
      const found = new Map<string, CompiledTariff>();
      const missing = new Map<string, string>();
      for (const { tenantId, tariffVersionId: id } of wanted) {
        const tariff = id && compiled.get(id);
        if (tariff) found.set(id, tariff);
        else if (id) missing.set(id, tenantId);
      }
      if (missing.size === 0) return found;
      const rows = await tx<{ id: string; ocpi: unknown }[]>`
        select v.id, v.ocpi
        from unnest(${plainArray([...missing.values()])}::text::uuid[], ${plainArray([...missing.keys()])}::text::uuid[])
          as w (tenant_id, id)
        join tariff_version v on v.tenant_id = w.tenant_id and v.id = w.id`;
      for (const { id, ocpi } of rows) {
        const [oldest] = compiled.keys();
        if (compiled.size >= MOST_KEPT && oldest !== undefined) compiled.delete(oldest);
        const tariff = compileTariff(parseOcpiTariff(ocpi));
        compiled.set(id, tariff);
        found.set(id, tariff);
      }
      return found;
    },
  };
}
