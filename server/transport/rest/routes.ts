import type { Route } from "./route.ts";
import { administrationRoutes } from "./routes/administration.ts";
import { chargePointRoutes } from "./routes/charge-points.ts";
import { commandRoutes } from "./routes/commands.ts";
import { driverRoutes } from "./routes/drivers.ts";
import { idTokenRoutes } from "./routes/id-tokens.ts";
import { sessionRoutes } from "./routes/sessions.ts";
import { siteRoutes } from "./routes/sites.ts";
import { tariffRoutes } from "./routes/tariffs.ts";

/** Where the API begins. */
export const BASE_PATH = "/api/v1";

/** Everything that can be asked by REST. */
export const ROUTES: readonly Route[] = [
  ...chargePointRoutes,
  ...commandRoutes,
  ...sessionRoutes,
  ...driverRoutes,
  ...idTokenRoutes,
  ...tariffRoutes,
  ...siteRoutes,
  ...administrationRoutes,
];
