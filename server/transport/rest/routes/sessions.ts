import { z } from "zod";
import { PageInput, pageOf } from "../../../services/page.ts";
import { getSession } from "../../../services/session/get.ts";
import { getPowerCurve, PowerCurveQuery, PowerCurveView } from "../../../services/session/get-power-curve.ts";
import { getPriceTrace, PriceTraceView } from "../../../services/session/get-price-trace.ts";
import { ListSessionsInput, listSessions } from "../../../services/session/list.ts";
import { ChargingPeriodView, listChargingPeriods } from "../../../services/session/list-charging-periods.ts";
import { listMeterValues, MeterValueView } from "../../../services/session/list-meter-values.ts";
import { listSessionStatuses, SessionStatusView } from "../../../services/session/list-statuses.ts";
import { SessionView } from "../../../services/session/session-view.ts";
import {
  ListUnmatchedStopsInput,
  listUnmatchedStops,
  UnmatchedStopView,
} from "../../../services/unmatched-stop/list.ts";
import { defineRoute, ok } from "../route.ts";

const tag = "Sessions";
const permission = "session.read";
const params = z.object({ id: z.uuid() });

export const sessionRoutes = [
  defineRoute({
    method: "GET",
    path: "/sessions",
    operationId: "listSessions",
    tag,
    summary: "List sessions by their start, newest first unless asked otherwise",
    permission,
    query: ListSessionsInput,
    responses: { 200: { description: "A page of sessions.", schema: pageOf(SessionView) } },
    handle: async (ctx, { query }) => ok(await listSessions(ctx, query)),
  }),
  defineRoute({
    method: "GET",
    path: "/sessions/{id}",
    operationId: "getSession",
    tag,
    summary: "Read a session",
    permission,
    params,
    responses: { 200: { description: "The session.", schema: SessionView } },
    handle: async (ctx, { params: { id } }) => ok(await getSession(ctx, { sessionId: id })),
  }),
  defineRoute({
    method: "GET",
    path: "/sessions/{id}/charging-periods",
    operationId: "listChargingPeriods",
    tag,
    summary: "List a session's charging periods",
    permission,
    params,
    query: PageInput,
    responses: { 200: { description: "A page of charging periods.", schema: pageOf(ChargingPeriodView) } },
    handle: async (ctx, { params: { id }, query }) => ok(await listChargingPeriods(ctx, { ...query, sessionId: id })),
  }),
  defineRoute({
    method: "GET",
    path: "/sessions/{id}/meter-values",
    operationId: "listMeterValues",
    tag,
    summary: "List what the meter said during a session, oldest first",
    permission,
    params,
    query: PageInput,
    responses: { 200: { description: "A page of meter values.", schema: pageOf(MeterValueView) } },
    handle: async (ctx, { params: { id }, query }) => ok(await listMeterValues(ctx, { ...query, sessionId: id })),
  }),
  defineRoute({
    method: "GET",
    path: "/sessions/{id}/power-curve",
    operationId: "getPowerCurve",
    tag,
    summary: "Read a session's power over its whole time, in few buckets",
    permission,
    params,
    query: PowerCurveQuery,
    responses: { 200: { description: "The power curve.", schema: PowerCurveView } },
    handle: async (ctx, { params: { id }, query }) => ok(await getPowerCurve(ctx, { ...query, sessionId: id })),
  }),
  defineRoute({
    method: "GET",
    path: "/sessions/{id}/statuses",
    operationId: "listSessionStatuses",
    tag,
    summary: "List what the connector said of itself during a session, oldest first",
    permission,
    params,
    query: PageInput,
    responses: { 200: { description: "A page of connector statuses.", schema: pageOf(SessionStatusView) } },
    handle: async (ctx, { params: { id }, query }) => ok(await listSessionStatuses(ctx, { ...query, sessionId: id })),
  }),
  defineRoute({
    method: "GET",
    path: "/sessions/{id}/price-trace",
    operationId: "getPriceTrace",
    tag,
    summary: "Read how a session's price came about",
    permission,
    params,
    responses: { 200: { description: "The price trace.", schema: PriceTraceView } },
    handle: async (ctx, { params: { id } }) => ok(await getPriceTrace(ctx, { sessionId: id })),
  }),
  defineRoute({
    method: "GET",
    path: "/unmatched-stops",
    operationId: "listUnmatchedStops",
    tag,
    summary: "List stops that ended no session for certain, newest first",
    permission,
    query: ListUnmatchedStopsInput,
    responses: { 200: { description: "A page of unmatched stops.", schema: pageOf(UnmatchedStopView) } },
    handle: async (ctx, { query }) => ok(await listUnmatchedStops(ctx, query)),
  }),
];
