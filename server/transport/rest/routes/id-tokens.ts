import { z } from "zod";
import { CreateIdTokenInput, createIdToken } from "../../../services/id-token/create.ts";
import { deleteIdToken } from "../../../services/id-token/delete.ts";
import { getIdToken } from "../../../services/id-token/get.ts";
import { IdTokenView } from "../../../services/id-token/id-token-view.ts";
import { ListIdTokensInput, listIdTokens } from "../../../services/id-token/list.ts";
import { IdTokenChanges, updateIdToken } from "../../../services/id-token/update.ts";
import { pageOf } from "../../../services/page.ts";
import { created, defineRoute, ok } from "../route.ts";

const tag = "Id tokens";
const params = z.object({ id: z.uuid() });

export const idTokenRoutes = [
  defineRoute({
    method: "GET",
    path: "/id-tokens",
    operationId: "listIdTokens",
    tag,
    summary: "List id tokens",
    permission: "idToken.read",
    query: ListIdTokensInput,
    responses: { 200: { description: "A page of id tokens.", schema: pageOf(IdTokenView) } },
    handle: async (ctx, { query }) => ok(await listIdTokens(ctx, query)),
  }),
  defineRoute({
    method: "POST",
    path: "/id-tokens",
    operationId: "createIdToken",
    tag,
    summary: "Add an id token",
    description: "Where the token is there already, blocked or not, the answer is 409, and its `detail` names the id.",
    permission: "idToken.write",
    body: CreateIdTokenInput,
    responses: { 201: { description: "The id token.", schema: IdTokenView } },
    handle: async (ctx, { body }) => {
      const made = await createIdToken(ctx, body);
      return created(made, `/id-tokens/${made.id}`);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/id-tokens/{id}",
    operationId: "getIdToken",
    tag,
    summary: "Read an id token",
    permission: "idToken.read",
    params,
    responses: { 200: { description: "The id token.", schema: IdTokenView } },
    handle: async (ctx, { params: { id } }) => ok(await getIdToken(ctx, { idTokenId: id })),
  }),
  defineRoute({
    method: "PATCH",
    path: "/id-tokens/{id}",
    operationId: "updateIdToken",
    tag,
    summary: "Change an id token",
    description: "A field left out stays as it is.",
    permission: "idToken.write",
    params,
    body: IdTokenChanges,
    responses: { 200: { description: "The id token as it is now.", schema: IdTokenView } },
    handle: async (ctx, { params: { id }, body }) => ok(await updateIdToken(ctx, { ...body, idTokenId: id })),
  }),
  defineRoute({
    method: "DELETE",
    path: "/id-tokens/{id}",
    operationId: "deleteIdToken",
    tag,
    summary: "Take an id token out of use",
    description:
      "It is blocked, not deleted: sessions refer to it, and a card that is found again must not count as unknown. So the same " +
      "token cannot be added again; PATCH with the status `accepted` puts it back into use.",
    permission: "idToken.write",
    params,
    responses: { 200: { description: "The blocked id token.", schema: IdTokenView } },
    handle: async (ctx, { params: { id } }) => ok(await deleteIdToken(ctx, { idTokenId: id })),
  }),
];
