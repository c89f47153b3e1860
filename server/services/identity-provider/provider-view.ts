import { z } from "zod";
import { AUDIENCES, type identityProvider } from "../../../db/schema/sign-in.ts";
import { ROLES, type Role } from "../../../db/schema/tenants.ts";
import { NameText, StorableText } from "../fields.ts";

/** What is set of a provider. The client's secret is written and never read. */
export const ProviderFields = z.strictObject({
  name: NameText,
  /** As its discovery document says it, character by character. */
  issuer: z.url({ protocol: /^https?$/ }).max(500),
  clientId: StorableText.trim().min(1).max(300),
  /** Left out: stays as it is. Null: a public client, PKCE alone. */
  clientSecret: z.string().min(1).max(1_000).nullable().optional(),
  scopes: StorableText.trim()
    .regex(/^[\x21-\x7e]+( [\x21-\x7e]+)*$/)
    .max(300)
    .refine((text) => text.split(" ").includes("openid"), "OpenID Connect needs the scope openid.")
    .default("openid email profile"),
  audience: z.enum(AUDIENCES).default("staff"),
  roleClaim: StorableText.trim().min(1).max(200).nullable().default(null),
  roleMap: z.record(StorableText.min(1).max(200), z.enum(ROLES)).default({}),
  defaultRole: z.enum(ROLES).nullable().default(null),
  isEnabled: z.boolean().default(true),
});

export type ProviderView = {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly hasClientSecret: boolean;
  readonly scopes: string;
  readonly audience: (typeof AUDIENCES)[number];
  readonly roleClaim: string | null;
  readonly roleMap: Readonly<Record<string, Role>>;
  readonly defaultRole: Role | null;
  readonly isEnabled: boolean;
};

type Row = typeof identityProvider.$inferSelect;

export const toProviderView = ({
  tenantId: _,
  sealedClientSecret,
  createdAt: _c,
  updatedAt: _u,
  ...row
}: Row): ProviderView => ({
  ...row,
  hasClientSecret: sealedClientSecret !== null,
});
