"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { PlugOffer } from "../../server/services/place/station-view.ts";
import { useSocket } from "../api/live-provider.tsx";
import { useTRPC } from "../api/trpc.ts";
import { atPriceEdge, soon } from "./price-edge.ts";

/** Has the prices on screen asked for again when the company changes some, and when what they hold for is over. */
export function useFreshPrices(offers: readonly PlugOffer[]): void {
  const trpc = useTRPC();
  const client = useQueryClient();
  const socket = useSocket();
  const [until = null] = offers.flatMap(({ priceUntil }) => priceUntil ?? []).sort();
  useEffect(() => {
    const askAgain = () => void client.invalidateQueries({ queryKey: trpc.place.pathKey() });
    let forget = () => {};
    const onChange = () => {
      forget();
      forget = soon(askAgain);
    };
    const stop = atPriceEdge(until, askAgain);
    socket.on("pricesChanged", onChange);
    return () => {
      stop();
      forget();
      socket.off("pricesChanged", onChange);
    };
  }, [client, socket, trpc, until]);
}
