CREATE TABLE "identity_provider" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"issuer" text NOT NULL,
	"client_id" text NOT NULL,
	"sealed_client_secret" "bytea",
	"scopes" text DEFAULT 'openid email profile' NOT NULL,
	"audience" text DEFAULT 'staff' NOT NULL,
	"role_claim" text,
	"role_map" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"default_role" text,
	"is_enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "identity_provider_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "passkey" (
	"user_id" uuid NOT NULL,
	"credential_id" text NOT NULL,
	"public_key" "bytea" NOT NULL,
	"counter" bigint DEFAULT 0 NOT NULL,
	"transports" text[] DEFAULT '{}' NOT NULL,
	"rp_id" text NOT NULL,
	"name" text NOT NULL,
	"is_backed_up" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "passkey_user_id_credential_id_pk" PRIMARY KEY("user_id","credential_id")
);
--> statement-breakpoint
CREATE TABLE "recovery_code" (
	"user_id" uuid NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "recovery_code_user_id_code_hash_pk" PRIMARY KEY("user_id","code_hash")
);
--> statement-breakpoint
CREATE TABLE "sign_in_ticket" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"of_tenant_id" uuid NOT NULL,
	"email" text NOT NULL,
	"user_id" uuid,
	"secret_hash" "bytea" NOT NULL,
	"code_hash" "bytea",
	"attempts" integer DEFAULT 0 NOT NULL,
	"role" text,
	"next_path" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" uuid,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "totp_factor" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"sealed_secret" "bytea" NOT NULL,
	"confirmed_at" timestamp with time zone,
	"last_step" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_identity" (
	"tenant_id" uuid NOT NULL,
	"provider_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_identity_tenant_id_provider_id_subject_pk" PRIMARY KEY("tenant_id","provider_id","subject")
);
--> statement-breakpoint
CREATE TABLE "user_session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"method" text NOT NULL,
	"is_strong" boolean DEFAULT false NOT NULL,
	"only_tenant_id" uuid,
	"ip" text,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "brand_asset" (
	"tenant_id" uuid NOT NULL,
	"brand_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"content_type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"sha256" "bytea" NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "brand_asset_tenant_id_brand_id_kind_pk" PRIMARY KEY("tenant_id","brand_id","kind")
);
--> statement-breakpoint
CREATE TABLE "mail" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"brand_id" uuid,
	"kind" text NOT NULL,
	"recipient" text NOT NULL,
	"subject" text NOT NULL,
	"text_body" text NOT NULL,
	"html_body" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "mail_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "tenant_domain" (
	"host" text PRIMARY KEY NOT NULL,
	"of_tenant_id" uuid NOT NULL,
	"brand_id" uuid NOT NULL,
	"proof" text NOT NULL,
	"verified_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "evse" ADD COLUMN "evse_key" text GENERATED ALWAYS AS (lower(replace(evse_id, '*', ''))) STORED;--> statement-breakpoint
ALTER TABLE "site" ADD COLUMN "is_public" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "tariff" ADD COLUMN "is_ad_hoc" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "driver" ADD COLUMN "phone" text;--> statement-breakpoint
ALTER TABLE "driver" ADD COLUMN "user_id" uuid;--> statement-breakpoint
ALTER TABLE "driver" ADD COLUMN "blocked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "driver" ADD COLUMN "updated_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "id_token" ADD COLUMN "kind" text DEFAULT 'card' NOT NULL;--> statement-breakpoint
ALTER TABLE "brand" ADD COLUMN "font" text DEFAULT 'inter' NOT NULL;--> statement-breakpoint
ALTER TABLE "brand" ADD COLUMN "languages" text[] DEFAULT '{en,de,nl}' NOT NULL;--> statement-breakpoint
ALTER TABLE "brand" ADD COLUMN "sender_name" text;--> statement-breakpoint
ALTER TABLE "brand" ADD COLUMN "sender_email" text;--> statement-breakpoint
ALTER TABLE "brand" ADD COLUMN "support_email" text;--> statement-breakpoint
ALTER TABLE "brand" ADD COLUMN "support_phone" text;--> statement-breakpoint
ALTER TABLE "brand" ADD COLUMN "imprint_url" text;--> statement-breakpoint
ALTER TABLE "brand" ADD COLUMN "privacy_url" text;--> statement-breakpoint
ALTER TABLE "brand" ADD COLUMN "terms_url" text;--> statement-breakpoint
ALTER TABLE "brand" ADD COLUMN "allows_sign_up" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "brand" ADD COLUMN "updated_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "tenant" ADD COLUMN "requires_second_factor" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "identity_provider" ADD CONSTRAINT "identity_provider_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_user_id_app_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."app_user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_user_id_app_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."app_user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_in_ticket" ADD CONSTRAINT "sign_in_ticket_of_tenant_id_tenant_id_fk" FOREIGN KEY ("of_tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_in_ticket" ADD CONSTRAINT "sign_in_ticket_user_id_app_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."app_user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "totp_factor" ADD CONSTRAINT "totp_factor_user_id_app_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."app_user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_identity" ADD CONSTRAINT "user_identity_user_id_app_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."app_user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_identity" ADD CONSTRAINT "user_identity_tenant_id_provider_id_identity_provider_tenant_id_id_fk" FOREIGN KEY ("tenant_id","provider_id") REFERENCES "public"."identity_provider"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_session" ADD CONSTRAINT "user_session_user_id_app_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."app_user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_session" ADD CONSTRAINT "user_session_only_tenant_id_tenant_id_fk" FOREIGN KEY ("only_tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "brand_asset" ADD CONSTRAINT "brand_asset_tenant_id_brand_id_brand_tenant_id_id_fk" FOREIGN KEY ("tenant_id","brand_id") REFERENCES "public"."brand"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail" ADD CONSTRAINT "mail_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_domain" ADD CONSTRAINT "tenant_domain_of_tenant_id_tenant_id_fk" FOREIGN KEY ("of_tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "passkey_credential" ON "passkey" USING btree ("credential_id");--> statement-breakpoint
CREATE INDEX "sign_in_ticket_email" ON "sign_in_ticket" USING btree ("of_tenant_id","email","created_at");--> statement-breakpoint
CREATE INDEX "sign_in_ticket_age" ON "sign_in_ticket" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "user_identity_user" ON "user_identity" USING btree ("tenant_id","user_id");--> statement-breakpoint
CREATE INDEX "user_session_user" ON "user_session" USING btree ("user_id","last_seen_at");--> statement-breakpoint
CREATE INDEX "mail_waiting" ON "mail" USING btree ("tenant_id","next_attempt_at") WHERE state = 'waiting';--> statement-breakpoint
ALTER TABLE "driver" ADD CONSTRAINT "driver_user_id_app_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."app_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "brand" ADD CONSTRAINT "brand_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "evse_key" ON "evse" USING btree ("tenant_id","evse_key");--> statement-breakpoint
CREATE UNIQUE INDEX "driver_user" ON "driver" USING btree ("tenant_id","user_id");--> statement-breakpoint
CREATE INDEX "driver_name" ON "driver" USING btree ("tenant_id","name","id");--> statement-breakpoint
ALTER TABLE "app_user" DROP COLUMN "session_version";--> statement-breakpoint
-- Row-level security of the new tables, as for those before.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['brand_asset', 'mail', 'identity_provider', 'user_identity'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_rows ON %I
         USING (tenant_id = any ((SELECT nullif(current_setting(''app.tenants'', true), '''')::uuid[])::uuid[]))
         WITH CHECK (tenant_id = any ((SELECT nullif(current_setting(''app.tenants'', true), '''')::uuid[])::uuid[]))',
      name);
  END LOOP;
  -- What is a person's own is theirs alone, in whatever tenant they are.
  FOREACH name IN ARRAY ARRAY['user_session', 'totp_factor', 'recovery_code', 'passkey'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY own_rows ON %I
         USING (user_id = (SELECT nullif(current_setting(''app.user'', true), '''')::uuid))
         WITH CHECK (user_id = (SELECT nullif(current_setting(''app.user'', true), '''')::uuid))',
      name);
  END LOOP;
END $$;
--> statement-breakpoint
-- A person sees in which tenants they are a driver, as they see their memberships.
CREATE POLICY own_rows ON driver FOR SELECT
  USING (user_id = (SELECT nullif(current_setting('app.user', true), '')::uuid));
