import type { z } from "zod";
import type { ServiceContext } from "../../services/context.ts";
import type { Permission } from "../../services/permissions.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** What a handler gives back: JSON and, where something was made, where it is. */
export type RestAnswer = { readonly status: number; readonly body: unknown; readonly location?: string };

export type RestInput = { readonly params: unknown; readonly query: unknown; readonly body: unknown };

/** One row of the table that the router, the OpenAPI document and the tests are made from. */
export type Route = {
  readonly method: Method;
  /** Below the base path, with `{name}` for a parameter. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** What a key needs; the services check it. */
  readonly permission: Permission;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly responses: Readonly<Record<number, { readonly description: string; readonly schema: z.ZodType }>>;
  readonly handle: (ctx: ServiceContext, input: RestInput) => Promise<RestAnswer>;
};

type Output<Schema extends z.ZodType | undefined> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** Ties a handler's input to its schemas; the table then forgets the types, since the router checks by the schemas. */
export function defineRoute<
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(
  route: Omit<Route, "params" | "query" | "body" | "handle"> & {
    readonly params?: Params;
    readonly query?: Query;
    readonly body?: Body;
    readonly handle: (
      ctx: ServiceContext,
      input: { readonly params: Output<Params>; readonly query: Output<Query>; readonly body: Output<Body> },
    ) => Promise<RestAnswer>;
  },
): Route {
  return route as unknown as Route;
}

export const ok = (body: unknown): RestAnswer => ({ status: 200, body });
export const created = (body: unknown, location: string): RestAnswer => ({ status: 201, body, location });
