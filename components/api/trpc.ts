"use client";

import { createTRPCContext } from "@trpc/tanstack-react-query";
import type { AppRouter } from "../../server/transport/trpc/router.ts";

/** `useTRPC()` builds query and mutation options; the cache itself is TanStack Query's. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();
