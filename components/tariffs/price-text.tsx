"use client";

import dynamic from "next/dynamic";

/** The engine that reads a tariff is a chunk of its own: a list is there before its prices are worked out. */
export const PriceText = dynamic(() => import("./price-text-lazy.tsx").then((module) => module.PriceTextLazy), {
  ssr: false,
});
export const PriceWords = dynamic(() => import("./price-text-lazy.tsx").then((module) => module.PriceWords), {
  ssr: false,
});
