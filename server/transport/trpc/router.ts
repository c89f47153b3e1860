import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { accountRouter } from "./account-router.ts";
import { apiKeyRouter } from "./api-key-router.ts";
import { auditRouter } from "./audit-router.ts";
import { brandRouter } from "./brand-router.ts";
import { chargePointRouter } from "./charge-point-router.ts";
import { commandRouter } from "./command-router.ts";
import { driveRouter } from "./drive-router.ts";
import { driverRouter } from "./driver-router.ts";
import { fleetRouter } from "./fleet-router.ts";
import { idTokenRouter } from "./id-token-router.ts";
import { identityProviderRouter } from "./identity-provider-router.ts";
import { jumpRouter } from "./jump-router.ts";
import { memberRouter } from "./member-router.ts";
import { placeRouter } from "./place-router.ts";
import { sessionRouter } from "./session-router.ts";
import { signInRouter } from "./sign-in-router.ts";
import { siteRouter } from "./site-router.ts";
import { tariffRouter } from "./tariff-router.ts";
import { createCallerFactory, publicProcedure, router } from "./trpc.ts";
import { unmatchedStopRouter } from "./unmatched-stop-router.ts";

export const appRouter = router({
  /** Answers whenever the web role is up. */
  ping: publicProcedure.query(() => ({ ok: true })),
  chargePoint: chargePointRouter,
  command: commandRouter,
  idToken: idTokenRouter,
  tariff: tariffRouter,
  session: sessionRouter,
  unmatchedStop: unmatchedStopRouter,
  fleet: fleetRouter,
  site: siteRouter,
  apiKey: apiKeyRouter,
  audit: auditRouter,
  account: accountRouter,
  brand: brandRouter,
  drive: driveRouter,
  driver: driverRouter,
  identityProvider: identityProviderRouter,
  jump: jumpRouter,
  member: memberRouter,
  place: placeRouter,
  signIn: signInRouter,
});

export type AppRouter = typeof appRouter;
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;

export const createCaller = createCallerFactory(appRouter);
export type Caller = ReturnType<typeof createCaller>;
