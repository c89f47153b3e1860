import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

/** Our type scale: without it tailwind-merge takes `text-dense` for a colour and drops one of the two. */
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["meta", "code", "dense", "body", "driver", "section", "title", "figure", "live"],
      radius: ["control", "card", "sheet"],
      shadow: ["overlay"],
      spacing: ["row"],
    },
    classGroups: { "font-weight": ["font-state"] },
  },
});

/** Joins class names; of two that set the same property the later one wins. */
export const cn = (...classes: ClassValue[]): string => merge(clsx(classes));
