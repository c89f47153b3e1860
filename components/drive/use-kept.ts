"use client";

import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Kept } from "./last-seen.ts";

/**
 * Until the server answers, and when it does not, what this browser kept of the same thing stands in for a query's data. Returns
 * of when that is, while it is all there is. `find` gives what was kept, if it is of the same thing.
 */
export function useKept<Value>(
  queryKey: QueryKey,
  dataUpdatedAt: number,
  find: () => Kept<Value> | null,
): string | null {
  const client = useQueryClient();
  const [keptAt, setKeptAt] = useState<string | null>(null);
  const about = useRef({ queryKey, find });
  about.current = { queryKey, find };
  // After mounting: the server's HTML cannot know of it.
  useEffect(() => {
    const { queryKey, find } = about.current;
    const kept = client.getQueryData(queryKey) === undefined ? find() : null;
    if (!kept) return;
    client.setQueryData(queryKey, kept.value, { updatedAt: Date.parse(kept.at) });
    setKeptAt(kept.at);
  }, [client]);
  return keptAt !== null && Date.parse(keptAt) === dataUpdatedAt ? keptAt : null;
}
