import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { ProviderFields } from "./provider-view.ts";
import type { RelyingParties } from "./relying-party.ts";

export const CheckProviderInput = z.strictObject({ issuer: ProviderFields.shape.issuer });

/** What asking an issuer for its discovery document came to. */
export type ProviderCheck =
  | { readonly isFound: true; readonly authorizationEndpoint: string; readonly scopes: readonly string[] }
  | { readonly isFound: false; readonly reason: "unreachable" | "otherIssuer" | "notOidc" | "notHttps" | "notPublic" };

/** Looks whether an issuer can be signed in with, before anybody tries. @throws AppError `forbidden`. */
export async function checkProvider(
  ctx: ServiceContext & { readonly parties: RelyingParties },
  { issuer }: z.output<typeof CheckProviderInput>,
): Promise<ProviderCheck> {
  requirePermission(ctx, "member.write");
  try {
    const config = await ctx.parties.discover({ issuer, clientId: "check", sealedClientSecret: null });
    const { authorization_endpoint: endpoint, scopes_supported: scopes = [] } = config.serverMetadata();
    return endpoint
      ? { isFound: true, authorizationEndpoint: endpoint, scopes }
      : { isFound: false, reason: "notOidc" };
  } catch (error) {
    ctx.log.info({ err: error, issuer }, "issuer not found");
    return { isFound: false, reason: reasonOf(error) };
  }
}

function reasonOf(error: unknown): Extract<ProviderCheck, { isFound: false }>["reason"] {
  const texts = chain(error)
    .map(({ message, code }) => `${code ?? ""} ${message}`)
    .join("\n");
  if (/not a public address/.test(texts)) return "notPublic";
  if (/HTTP_REQUEST_FORBIDDEN|only requests to HTTPS/i.test(texts)) return "notHttps";
  if (/JSON_ATTRIBUTE_COMPARISON|unexpected JSON attribute value|issuer/i.test(texts)) return "otherIssuer";
  if (/RESPONSE_IS_NOT_(CONFORM|JSON)|PARSE_ERROR|unexpected HTTP response|INVALID_RESPONSE/i.test(texts))
    return "notOidc";
  return "unreachable";
}

type Failure = { readonly message: string; readonly code?: string };

/** An error and its causes. */
function chain(error: unknown): readonly Failure[] {
  if (!(error instanceof Error)) return [];
  return [error as Failure, ...chain(error.cause)];
}
