import type { ServiceContext } from "../context.ts";
import type { Actor } from "../permissions.ts";

/** What a driver's services are given: whatever they touch is the driver's own, or what everybody may see. */
export type DriverContext = ServiceContext & { readonly actor: Extract<Actor, { kind: "driver" }> };
