import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { z } from "zod";
import { type AppError, type ErrorCode, isAppError } from "../../core/errors.ts";
import { toCallerError } from "../../services/caller-error.ts";
import type { ServiceContext } from "../../services/context.ts";
import type { DriverContext } from "../../services/driver/context.ts";
import type { PlaceContext, Visit } from "../../services/visit.ts";

/** `service` is null for a caller that acts in no tenant's office. */
export type TrpcContext = {
  readonly service: ServiceContext | null;
  readonly visit: Visit;
  readonly log: ServiceContext["log"];
};

const TRPC_CODES = {
  invalid: "BAD_REQUEST",
  unauthenticated: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  notFound: "NOT_FOUND",
  conflict: "CONFLICT",
  tooMany: "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
  internal: "INTERNAL_SERVER_ERROR",
} as const satisfies Record<ErrorCode, TRPCError["code"]>;

export const toTrpcError = (error: AppError): TRPCError =>
  new TRPCError({ code: TRPC_CODES[error.code], message: error.message, cause: error });

const t = initTRPC.context<TrpcContext>().create({
  transformer: superjson,
  isDev: false, // no stack traces leave the server
  errorFormatter({ shape, error }) {
    const { cause } = error;
    if (isAppError(cause)) {
      return { ...shape, data: { ...shape.data, appCode: cause.code, details: cause.details } };
    }
    if (cause instanceof z.ZodError) {
      const issues = cause.issues.map(({ path, message }) => ({ path: path.join("."), message }));
      return {
        ...shape,
        message: "The input is not valid.",
        data: { ...shape.data, appCode: "invalid", details: { issues } },
      };
    }
    if (error.code !== "INTERNAL_SERVER_ERROR") return shape;
    return { ...shape, message: "Something went wrong.", data: { ...shape.data, appCode: "internal" } };
  },
});

export const { router, createCallerFactory } = t;

/** One place for what a failure looks like outside; what is not ours to tell goes to the log. */
const errors = t.middleware(async ({ next, ctx, path }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  const known = toCallerError(cause);
  if (known) {
    if (known !== cause) ctx.log.warn({ err: cause, path }, "procedure not served");
    throw toTrpcError(known);
  }
  if (result.error.code === "INTERNAL_SERVER_ERROR") {
    ctx.log.error({ err: cause ?? result.error, path }, "procedure failed");
    throw new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: "Something went wrong." });
  }
  return result;
});

/** For anybody. */
export const publicProcedure = t.procedure.use(errors);

/** For whoever acts in a tenant; what they may do there is the service's to say. */
export const tenantProcedure = publicProcedure.use(({ next, ctx }) => {
  if (!ctx.service) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
  return next({ ctx: { service: ctx.service } });
});

/** For anybody who came to one company, by its host name or path. */
export const placeProcedure = publicProcedure.use(({ next, ctx }) => {
  const { face, deps } = ctx.visit;
  if (!face) throw new TRPCError({ code: "NOT_FOUND", message: "This address belongs to no company." });
  const place: PlaceContext = { ...deps, tenantId: face.tenantId, face };
  return next({ ctx: { place } });
});

/** For a signed-in person, half signed in or whole: where a second factor is missing, for what brings it. */
export const anyPersonProcedure = publicProcedure.use(({ next, ctx }) => {
  const { person } = ctx.visit;
  if (!person) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
  return next({ ctx: { person } });
});

/** For a signed-in person who has shown the second factor they have, about what is theirs in every company. */
export const personProcedure = anyPersonProcedure.use(({ next, ctx }) => {
  if (ctx.person.missingFactor === "show") {
    throw new TRPCError({ code: "FORBIDDEN", message: "Show your second factor first." });
  }
  return next();
});

/** For the person themselves: a company that vouched for somebody does not speak for how they sign in elsewhere. */
export const ownAccountProcedure = personProcedure.use(({ next, ctx }) => {
  if (ctx.person.onlyTenantId !== null) {
    throw new TRPCError({ code: "FORBIDDEN", message: "You are signed in by your company: it keeps how you sign in." });
  }
  return next();
});

/** For a signed-in person at one company, driver there or not. */
export const visitedPersonProcedure = placeProcedure.use(({ next, ctx }) => {
  const { person } = ctx.visit;
  if (!person) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
  return next({ ctx: { person } });
});

/** For a driver of the company that was come to. */
export const driverProcedure = visitedPersonProcedure.use(({ next, ctx }) => {
  const { person } = ctx;
  if (!person.driver) throw new TRPCError({ code: "FORBIDDEN", message: "You are no driver of this company yet." });
  const { face: _, ...place } = ctx.place;
  const driver: DriverContext = { ...place, actor: person.driver };
  return next({ ctx: { driver } });
});

/** A list's input as TanStack's infinite queries send it: a null cursor first, and the direction of scrolling. */
export const listInput = <Shape extends z.ZodRawShape>(input: z.ZodObject<Shape, z.core.$strict>) =>
  input.extend({
    cursor: z
      .string()
      .min(1)
      .max(500)
      .nullish()
      .transform((cursor) => cursor ?? undefined),
    direction: z.enum(["forward", "backward"]).optional(),
  });
