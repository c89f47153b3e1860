import type { Logger } from "pino";
import type { Database } from "../../db/client.ts";
import { inTenant, type Transaction } from "../../db/tenancy.ts";
import type { Clock } from "../core/clock.ts";
import type { Actor } from "./permissions.ts";
import type { Commands, Events, ReadTxt } from "./ports.ts";

/** What is built once and handed to everything. */
export type Deps = {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly commands: Commands;
  readonly events: Events;
  readonly readTxt: ReadTxt;
};

/** What a service is given: who acts, in which tenant, and with what. */
export type ServiceContext = Deps & {
  readonly tenantId: string;
  readonly actor: Actor;
  /** The id for what the request makes, where the request may be repeated: each repeat names the same. */
  readonly newId?: string;
};

/** One transaction within the context's tenant. */
export const transact = <T>(ctx: Pick<ServiceContext, "db" | "tenantId">, work: (tx: Transaction) => Promise<T>) =>
  inTenant(ctx.db, ctx.tenantId, work);
