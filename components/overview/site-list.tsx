import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { formatKw } from "../format/power.ts";
import { cn } from "../ui/cn.ts";

type Props = { sites: RouterOutputs["site"]["map"]; selectedId: string | null; isStale: boolean };

/** The sites in words: what the map shows, for whoever does not see or point at it. */
export function SiteList({ sites, selectedId, isStale }: Props) {
  const t = useTranslations("fleet");
  const locale = useLocale();
  return (
    <ul className="divide-y rounded-card border bg-card">
      {sites.map(({ id, name, city, latitude, families, powerW }) => (
        <li
          key={id}
          data-site={id}
          aria-current={id === selectedId || undefined}
          className="px-4 py-2 aria-current:bg-brand-tint"
        >
          <Link href={`/admin/charge-points?site=${id}`} className="font-medium">
            {name}
          </Link>
          <p className={cn("flex justify-between gap-4 text-dense", isStale && "text-muted")}>
            <span>
              {t("free", { free: families.free, total: Object.values(families).reduce((sum, one) => sum + one, 0) })}
            </span>
            <span className="tabular-nums">{formatKw(powerW, locale)} kW</span>
          </p>
          <p className="text-meta text-muted">{latitude === null ? t("noPlace") : city}</p>
        </li>
      ))}
    </ul>
  );
}
