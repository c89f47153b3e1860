import { countExport } from "../../services/session/count-export.ts";
import { ExportSessionsInput } from "../../services/session/export-sessions.ts";
import { getSession } from "../../services/session/get.ts";
import { GetPowerCurveInput, getPowerCurve } from "../../services/session/get-power-curve.ts";
import { getPriceTrace } from "../../services/session/get-price-trace.ts";
import { ListSessionsInput, listSessions } from "../../services/session/list.ts";
import { ListChargingPeriodsInput, listChargingPeriods } from "../../services/session/list-charging-periods.ts";
import { ListMeterValuesInput, listMeterValues } from "../../services/session/list-meter-values.ts";
import { listSessionRows } from "../../services/session/list-rows.ts";
import { ListSessionStatusesInput, listSessionStatuses } from "../../services/session/list-statuses.ts";
import { GetSessionInput } from "../../services/session/load.ts";
import { OutlineSessionsInput, outlineSessions } from "../../services/session/outline.ts";
import { listInput, router, tenantProcedure } from "./trpc.ts";

export const sessionRouter = router({
  exportSize: tenantProcedure.input(ExportSessionsInput).query(({ ctx, input }) => countExport(ctx.service, input)),
  list: tenantProcedure.input(listInput(ListSessionsInput)).query(({ ctx, input }) => listSessions(ctx.service, input)),
  rows: tenantProcedure
    .input(listInput(ListSessionsInput))
    .query(({ ctx, input }) => listSessionRows(ctx.service, input)),
  outline: tenantProcedure.input(OutlineSessionsInput).query(({ ctx, input }) => outlineSessions(ctx.service, input)),
  get: tenantProcedure.input(GetSessionInput).query(({ ctx, input }) => getSession(ctx.service, input)),
  chargingPeriods: tenantProcedure
    .input(listInput(ListChargingPeriodsInput))
    .query(({ ctx, input }) => listChargingPeriods(ctx.service, input)),
  meterValues: tenantProcedure
    .input(listInput(ListMeterValuesInput))
    .query(({ ctx, input }) => listMeterValues(ctx.service, input)),
  powerCurve: tenantProcedure.input(GetPowerCurveInput).query(({ ctx, input }) => getPowerCurve(ctx.service, input)),
  statuses: tenantProcedure
    .input(listInput(ListSessionStatusesInput))
    .query(({ ctx, input }) => listSessionStatuses(ctx.service, input)),
  priceTrace: tenantProcedure.input(GetSessionInput).query(({ ctx, input }) => getPriceTrace(ctx.service, input)),
});
