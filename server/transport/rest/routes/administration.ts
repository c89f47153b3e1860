import { z } from "zod";
import { CreateApiKeyInput, CreatedApiKey, createApiKey } from "../../../services/api-key/create.ts";
import { ApiKeyView, ListApiKeysInput, listApiKeys } from "../../../services/api-key/list.ts";
import { revokeApiKey } from "../../../services/api-key/revoke.ts";
import { AuditEntryView, ListAuditInput, listAudit } from "../../../services/audit/list.ts";
import { pageOf } from "../../../services/page.ts";
import { created, defineRoute, ok } from "../route.ts";

const tag = "Administration";

export const administrationRoutes = [
  defineRoute({
    method: "GET",
    path: "/api-keys",
    operationId: "listApiKeys",
    tag,
    summary: "List API keys",
    permission: "apiKey.write",
    query: ListApiKeysInput,
    responses: { 200: { description: "A page of API keys, without their secrets.", schema: pageOf(ApiKeyView) } },
    handle: async (ctx, { query }) => ok(await listApiKeys(ctx, query)),
  }),
  defineRoute({
    method: "POST",
    path: "/api-keys",
    operationId: "createApiKey",
    tag,
    summary: "Make an API key",
    description: "It may do no more than the key that makes it.",
    permission: "apiKey.write",
    body: CreateApiKeyInput,
    responses: { 201: { description: "The key, shown this once.", schema: CreatedApiKey } },
    handle: async (ctx, { body }) => created(await createApiKey(ctx, body), "/api-keys"),
  }),
  defineRoute({
    method: "DELETE",
    path: "/api-keys/{id}",
    operationId: "revokeApiKey",
    tag,
    summary: "Revoke an API key",
    permission: "apiKey.write",
    params: z.object({ id: z.uuid() }),
    responses: { 200: { description: "The revoked key.", schema: ApiKeyView } },
    handle: async (ctx, { params: { id } }) => ok(await revokeApiKey(ctx, { apiKeyId: id })),
  }),
  defineRoute({
    method: "GET",
    path: "/audit",
    operationId: "listAudit",
    tag,
    summary: "List who did what, newest first",
    permission: "audit.read",
    query: ListAuditInput,
    responses: { 200: { description: "A page of audit entries.", schema: pageOf(AuditEntryView) } },
    handle: async (ctx, { query }) => ok(await listAudit(ctx, query)),
  }),
];
