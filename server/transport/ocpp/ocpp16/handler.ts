import type { InboundAction, Request, Response } from "../../../protocol/ocpp16/actions.ts";
import type { CallContext } from "../../../services/station/call-context.ts";

/** Serves one message: translates, calls a service, translates back. Resolves after the commit. */
export type Handler<A extends InboundAction> = (ctx: CallContext, request: Request<A>) => Promise<Response<A>>;

/** A text that OCPP leaves out where there is nothing to say. */
export const textOrNull = (text: string | undefined): string | null =>
  text === undefined || text === "" ? null : text;
