"use client";

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpLink, splitLink } from "@trpc/client";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import type { AppRouter } from "../../server/transport/trpc/router.ts";
import { signInPath } from "../auth/next-path.ts";
import { errorKind } from "./error-kind.ts";
import { TRPCProvider } from "./trpc.ts";

/** Cached values are kept fresh by pushed events; this only bounds what a missed event can cost. */
const STALE_MS = 30_000;

type ApiProviderProps = {
  children: ReactNode;
  /** What paths begin with where the address names the company: `/t/{slug}`. */
  base?: string;
  /** Where an ended session leads. */
  signIn?: string;
};

/** tRPC over HTTP with one query cache. In a server render components show what the page handed them as initial data. */
export function ApiProvider({ children, base = "", signIn = "/sign-in" }: ApiProviderProps) {
  const [queryClient] = useState(() => createQueryClient(`${base}${signIn}`));
  const [trpcClient] = useState(() => createClient(`${base}/api/trpc`));
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}

/** Calls of one moment share a request, and its slowest one. What may take long says `alone` in its context. */
function createClient(url: string) {
  const door = { url, transformer: superjson } as const;
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ context }) => context.alone === true,
        true: httpLink(door),
        false: httpBatchLink(door),
      }),
    ],
  });
}

function createQueryClient(signIn: string): QueryClient {
  const leaveWhenSignedOut = (error: unknown) => leave(error, signIn);
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        // Only what may be different next time is asked again; a refusal stays one.
        retry: (failures, error) => failures < 2 && ["offline", "unavailable"].includes(errorKind(error)),
      },
    },
  });
}

/** An expired or revoked session ends on the sign-in page, which leads back to this screen. */
function leave(error: unknown, signIn: string): void {
  if (errorKind(error) !== "unauthenticated") return;
  window.location.assign(signInPath(window.location.pathname + window.location.search, signIn));
}
