import { getStart, StartInput } from "../../services/driver/get-start.ts";
import { joinAsDriver } from "../../services/driver/join.ts";
import {
  getOwnAccount,
  listOwnCards,
  OwnCardInput,
  reportCardLost,
  UpdateOwnAccountInput,
  updateOwnAccount,
} from "../../services/driver/own-account.ts";
import { getOwnSession, ListOwnSessionsInput, listOwnSessions } from "../../services/driver/own-sessions.ts";
import { StartChargingInput, startCharging } from "../../services/driver/start-charging.ts";
import { OwnCommandInput, OwnSessionInput, stopCharging, unlockOwn } from "../../services/driver/stop-charging.ts";
import { driverProcedure, listInput, router, visitedPersonProcedure } from "./trpc.ts";

/** A driver's own app: what is theirs, at the company that was come to. */
export const driveRouter = router({
  join: visitedPersonProcedure.mutation(async ({ ctx }) => ({ driverId: await joinAsDriver(ctx.place, ctx.person) })),
  start: driverProcedure.input(StartChargingInput).mutation(({ ctx, input }) => startCharging(ctx.driver, input)),
  getStart: driverProcedure.input(StartInput).query(({ ctx, input }) => getStart(ctx.driver, input)),
  stop: driverProcedure.input(OwnCommandInput).mutation(({ ctx, input }) => stopCharging(ctx.driver, input)),
  unlock: driverProcedure.input(OwnCommandInput).mutation(({ ctx, input }) => unlockOwn(ctx.driver, input)),
  sessions: driverProcedure
    .input(listInput(ListOwnSessionsInput))
    .query(({ ctx, input }) => listOwnSessions(ctx.driver, input)),
  session: driverProcedure.input(OwnSessionInput).query(({ ctx, input }) => getOwnSession(ctx.driver, input)),
  cards: driverProcedure.query(({ ctx }) => listOwnCards(ctx.driver)),
  reportCardLost: driverProcedure.input(OwnCardInput).mutation(({ ctx, input }) => reportCardLost(ctx.driver, input)),
  account: driverProcedure.query(({ ctx }) => getOwnAccount(ctx.driver)),
  updateAccount: driverProcedure
    .input(UpdateOwnAccountInput)
    .mutation(({ ctx, input }) => updateOwnAccount(ctx.driver, input)),
});
