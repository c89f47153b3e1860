"use client";

import { useMemo } from "react";
import { compileTariff } from "../../server/tariff/compile-tariff.ts";
import type { OcpiTariff } from "../../server/tariff/ocpi-tariff.ts";
import { toPriceCard } from "../../server/tariff/price-card.ts";
import { PriceCardLines, usePriceSummary } from "./price-card-lines.tsx";

const useCard = (ocpi: OcpiTariff) => useMemo(() => toPriceCard(compileTariff(ocpi)), [ocpi]);

export function PriceTextLazy({ ocpi }: { ocpi: OcpiTariff }) {
  const card = useCard(ocpi);
  return usePriceSummary()(card);
}

export function PriceWords({ ocpi }: { ocpi: OcpiTariff }) {
  return <PriceCardLines card={useCard(ocpi)} />;
}
