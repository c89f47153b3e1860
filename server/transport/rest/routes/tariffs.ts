import { z } from "zod";
import { StorableObject } from "../../../services/fields.ts";
import { PageInput, pageOf } from "../../../services/page.ts";
import { AssignTariffInput, assignTariff } from "../../../services/tariff/assign.ts";
import { AdHocFlag, CreateTariffInput, createTariff, TariffVersionFields } from "../../../services/tariff/create.ts";
import { createTariffVersion } from "../../../services/tariff/create-version.ts";
import { getTariff } from "../../../services/tariff/get.ts";
import { ListTariffsInput, listTariffs } from "../../../services/tariff/list.ts";
import { listTariffVersions } from "../../../services/tariff/list-versions.ts";
import { retireTariff } from "../../../services/tariff/retire.ts";
import { TariffVersionView, TariffView } from "../../../services/tariff/tariff-view.ts";
import { OcpiTariff } from "../../../tariff/ocpi-tariff.ts";
import { created, defineRoute, ok } from "../route.ts";

const tag = "Tariffs";
/** The services check it themselves; here it is described as well. */
const ocpi = StorableObject.and(OcpiTariff).meta({
  description: "Kept as it is, with fields that OCPI does not know.",
});
const params = z.object({ id: z.uuid() });

export const tariffRoutes = [
  defineRoute({
    method: "GET",
    path: "/tariffs",
    operationId: "listTariffs",
    tag,
    summary: "List tariffs",
    permission: "tariff.read",
    query: ListTariffsInput,
    responses: { 200: { description: "A page of tariffs.", schema: pageOf(TariffView) } },
    handle: async (ctx, { query }) => ok(await listTariffs(ctx, query)),
  }),
  defineRoute({
    method: "POST",
    path: "/tariffs",
    operationId: "createTariff",
    tag,
    summary: "Add a tariff with its first version",
    permission: "tariff.write",
    body: CreateTariffInput.extend({ ocpi }),
    responses: { 201: { description: "The tariff.", schema: TariffView } },
    handle: async (ctx, { body }) => {
      const made = await createTariff(ctx, body);
      return created(made, `/tariffs/${made.id}`);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/tariffs/{id}",
    operationId: "getTariff",
    tag,
    summary: "Read a tariff with its newest version",
    permission: "tariff.read",
    params,
    responses: { 200: { description: "The tariff.", schema: TariffView } },
    handle: async (ctx, { params: { id } }) => ok(await getTariff(ctx, { tariffId: id })),
  }),
  defineRoute({
    method: "DELETE",
    path: "/tariffs/{id}",
    operationId: "retireTariff",
    tag,
    summary: "Retire a tariff",
    description: "Refused while something still uses it. Sessions keep what they were priced with.",
    permission: "tariff.write",
    params,
    responses: { 200: { description: "The retired tariff.", schema: TariffView } },
    handle: async (ctx, { params: { id } }) => ok(await retireTariff(ctx, { tariffId: id })),
  }),
  defineRoute({
    method: "POST",
    path: "/tariffs/{id}/assignments",
    operationId: "assignTariff",
    tag,
    summary: "Give a tariff to the company as its default, to a site or to a charge point",
    description: "Sessions under way keep theirs. A site or charge point is given none by a change of itself.",
    permission: "tariff.write",
    params,
    body: AssignTariffInput.omit({ tariffId: true }),
    responses: { 200: { description: "It is assigned.", schema: z.object({ tariffId: z.uuid() }) } },
    handle: async (ctx, { params: { id }, body }) => ok(await assignTariff(ctx, { ...body, tariffId: id })),
  }),
  defineRoute({
    method: "GET",
    path: "/tariffs/{id}/versions",
    operationId: "listTariffVersions",
    tag,
    summary: "List a tariff's versions, newest first",
    permission: "tariff.read",
    params,
    query: PageInput,
    responses: { 200: { description: "A page of versions.", schema: pageOf(TariffVersionView) } },
    handle: async (ctx, { params: { id }, query }) => ok(await listTariffVersions(ctx, { ...query, tariffId: id })),
  }),
  defineRoute({
    method: "POST",
    path: "/tariffs/{id}/versions",
    operationId: "createTariffVersion",
    tag,
    summary: "Add a version to a tariff",
    description: "Versions never change; a new one begins after the one before it.",
    permission: "tariff.write",
    params,
    body: TariffVersionFields.extend({ ocpi, isAdHoc: AdHocFlag.optional() }),
    responses: { 201: { description: "The version.", schema: TariffVersionView } },
    handle: async (ctx, { params: { id }, body }) =>
      created(await createTariffVersion(ctx, { ...body, tariffId: id }), `/tariffs/${id}/versions`),
  }),
];
