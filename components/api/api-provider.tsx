"use client";

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpLink, splitLink } from "@trpc/client";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import { OFFICE_HEADER } from "../../server/core/request-headers.ts";
import type { AppRouter } from "../../server/transport/trpc/router.ts";
import { errorKind } from "./error-kind.ts";
import { leave } from "./leave.ts";
import { TRPCProvider } from "./trpc.ts";

/** Cached values are kept fresh by pushed events; this only bounds what a missed event can cost. */
const STALE_MS = 30_000;

type ApiProviderProps = {
  children: ReactNode;
  /** What paths begin with where the address names the company: `/t/{slug}`. */
  base?: string;
  /** In the back office: whose it is. It goes with each call, since another tab may have put the cookie elsewhere. */
  office?: string;
  /** Where an ended session leads. */
  signIn?: string;
};

/** tRPC over HTTP with one query cache. In a server render components show what the page handed them as initial data. */
export function ApiProvider({ children, base = "", office, signIn = "/sign-in" }: ApiProviderProps) {
  const [queryClient] = useState(() => createQueryClient(`${base}${signIn}`));
  const [trpcClient] = useState(() => createClient(`${base}/api/trpc`, office));
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}

/** Calls of one moment share a request, and its slowest one. What may take long says `alone` in its context. */
function createClient(url: string, office: string | undefined) {
  const headers = office === undefined ? {} : { [OFFICE_HEADER]: office };
  const door = { url, headers, transformer: superjson } as const;
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
  const leaveWhenSignedOut = (error: unknown) => {
    if (errorKind(error) === "unauthenticated") leave(signIn);
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      // Without a network a call fails at once, in words: one that waited would be sent when nobody expects it any more.
      mutations: { networkMode: "always" },
      queries: {
        staleTime: STALE_MS,
        // Only what may be different next time is asked again; a refusal stays one.
        retry: (failures, error) => failures < 2 && ["offline", "unavailable"].includes(errorKind(error)),
      },
    },
  });
}
