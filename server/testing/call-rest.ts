import { createApiKeyAuthenticator } from "../services/api-key/authenticate.ts";
import { createApiKey } from "../services/api-key/create.ts";
import { DEFAULT_API_KEY_LIMITS, limitApiKeys } from "../services/api-key/limit-api-keys.ts";
import { PERMISSIONS, type Permission } from "../services/permissions.ts";
import { createRestDoor } from "../transport/rest/handler.ts";
import { contextOf, type testDeps } from "./context.ts";

export type RestCall = {
  readonly method?: string;
  readonly body?: unknown;
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
};

/** The REST door without a socket. */
export function restClient(deps: ReturnType<typeof testDeps>, limits = DEFAULT_API_KEY_LIMITS) {
  const handle = createRestDoor({
    ...deps,
    admitApiKey: limitApiKeys(deps.clock, createApiKeyAuthenticator(deps), limits),
  });
  return {
    handle,
    /** A new key of a tenant; by default with every scope. */
    async keyOf(tenantId: string, scopes: readonly Permission[] = PERMISSIONS): Promise<string> {
      return (await createApiKey(contextOf(deps, tenantId), { name: "A key", scopes: [...scopes] })).key;
    },
    call(path: string, { method = "GET", body, key = null, headers = {} }: RestCall = {}): Promise<Response> {
      return handle(
        new Request(`https://brand.example/api/v1${path}`, {
          method,
          headers: {
            ...(key === null ? {} : { authorization: `Bearer ${key}` }),
            ...(body === undefined ? {} : { "content-type": "application/json" }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
        }),
      );
    },
  };
}
