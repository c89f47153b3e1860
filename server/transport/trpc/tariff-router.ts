import { AssignTariffInput, assignTariff } from "../../services/tariff/assign.ts";
import { CreateTariffInput, createTariff } from "../../services/tariff/create.ts";
import { CreateTariffVersionInput, createTariffVersion } from "../../services/tariff/create-version.ts";
import { GetTariffInput, getTariff } from "../../services/tariff/get.ts";
import { getTariffDefaults } from "../../services/tariff/get-defaults.ts";
import { getTariffUses } from "../../services/tariff/get-uses.ts";
import { ListTariffsInput, listTariffs } from "../../services/tariff/list.ts";
import { listTariffUses } from "../../services/tariff/list-uses.ts";
import { ListTariffVersionsInput, listTariffVersions } from "../../services/tariff/list-versions.ts";
import { retireTariff } from "../../services/tariff/retire.ts";
import { listInput, router, tenantProcedure } from "./trpc.ts";

export const tariffRouter = router({
  list: tenantProcedure.input(listInput(ListTariffsInput)).query(({ ctx, input }) => listTariffs(ctx.service, input)),
  get: tenantProcedure.input(GetTariffInput).query(({ ctx, input }) => getTariff(ctx.service, input)),
  versions: tenantProcedure
    .input(listInput(ListTariffVersionsInput))
    .query(({ ctx, input }) => listTariffVersions(ctx.service, input)),
  uses: tenantProcedure.query(({ ctx }) => listTariffUses(ctx.service)),
  usesOf: tenantProcedure.input(GetTariffInput).query(({ ctx, input }) => getTariffUses(ctx.service, input)),
  defaults: tenantProcedure.query(({ ctx }) => getTariffDefaults(ctx.service)),
  create: tenantProcedure.input(CreateTariffInput).mutation(({ ctx, input }) => createTariff(ctx.service, input)),
  createVersion: tenantProcedure
    .input(CreateTariffVersionInput)
    .mutation(({ ctx, input }) => createTariffVersion(ctx.service, input)),
  assign: tenantProcedure.input(AssignTariffInput).mutation(({ ctx, input }) => assignTariff(ctx.service, input)),
  retire: tenantProcedure.input(GetTariffInput).mutation(({ ctx, input }) => retireTariff(ctx.service, input)),
});
