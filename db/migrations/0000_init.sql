CREATE TABLE "charge_point" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"identity" text NOT NULL,
	"name" text,
	"site_id" uuid,
	"tariff_id" uuid,
	"password_hash" "bytea",
	"registration" text DEFAULT 'accepted' NOT NULL,
	"protocol" text,
	"vendor" text,
	"model" text,
	"serial_number" text,
	"firmware_version" text,
	"iccid" text,
	"imsi" text,
	"meter_type" text,
	"meter_serial_number" text,
	"connection_epoch" bigint DEFAULT 0 NOT NULL,
	"connection_node" text,
	"is_online" boolean DEFAULT false NOT NULL,
	"connected_at" timestamp with time zone,
	"disconnected_at" timestamp with time zone,
	"last_seen_at" timestamp with time zone,
	"last_boot_at" timestamp with time zone,
	"first_boot_at" timestamp with time zone,
	"status" text,
	"error_code" text,
	"status_info" text,
	"status_at" timestamp with time zone,
	"heartbeat_interval_s" integer DEFAULT 300 NOT NULL,
	"configuration" jsonb,
	"configuration_at" timestamp with time zone,
	"retired_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "charge_point_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "command" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"charge_point_id" uuid NOT NULL,
	"action" text NOT NULL,
	"request" json NOT NULL,
	"state" text NOT NULL,
	"response" json,
	"error" json,
	"actor" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	"answered_at" timestamp with time zone,
	"effective_at" timestamp with time zone,
	CONSTRAINT "command_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "connector" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"charge_point_id" uuid NOT NULL,
	"evse_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"standard" text,
	"max_power_w" integer,
	"status" text,
	"error_code" text,
	"status_info" text,
	"vendor_error_code" text,
	"status_at" timestamp with time zone,
	"status_received_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connector_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "connector_number" UNIQUE("tenant_id","charge_point_id","number")
);
--> statement-breakpoint
CREATE TABLE "evse" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"charge_point_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"evse_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "evse_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "evse_number" UNIQUE("tenant_id","charge_point_id","number")
);
--> statement-breakpoint
CREATE TABLE "site" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"address" text,
	"postal_code" text,
	"city" text,
	"country" text NOT NULL,
	"latitude" double precision,
	"longitude" double precision,
	"time_zone" text NOT NULL,
	"tariff_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "site_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "charging_period" (
	"tenant_id" uuid NOT NULL,
	"session_started_at" timestamp with time zone NOT NULL,
	"session_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"energy_mwh" bigint NOT NULL,
	"power_w" integer,
	CONSTRAINT "charging_period_tenant_id_session_started_at_session_id_number_pk" PRIMARY KEY("tenant_id","session_started_at","session_id","number")
) PARTITION BY RANGE ("session_started_at");
--> statement-breakpoint
CREATE TABLE "connector_status" (
	"tenant_id" uuid NOT NULL,
	"charge_point_id" uuid NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"id" uuid NOT NULL,
	"connector_number" integer NOT NULL,
	"status" text NOT NULL,
	"error_code" text NOT NULL,
	"info" text,
	"vendor_error_code" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "connector_status_tenant_id_charge_point_id_received_at_id_pk" PRIMARY KEY("tenant_id","charge_point_id","received_at","id")
) PARTITION BY RANGE ("received_at");
--> statement-breakpoint
CREATE TABLE "meter_value" (
	"tenant_id" uuid NOT NULL,
	"partition_at" timestamp with time zone NOT NULL,
	"subject_id" uuid NOT NULL,
	"digest" "bytea" NOT NULL,
	"charge_point_id" uuid NOT NULL,
	"connector_number" integer NOT NULL,
	"transaction_id" bigint,
	"at" timestamp with time zone NOT NULL,
	"raw_at" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"energy_mwh" bigint,
	"energy_phases" smallint,
	"power_w" integer,
	"current_ma" integer,
	"soc_percent" integer,
	"samples" json NOT NULL,
	"flags" text[],
	CONSTRAINT "meter_value_tenant_id_partition_at_subject_id_digest_pk" PRIMARY KEY("tenant_id","partition_at","subject_id","digest")
) PARTITION BY RANGE ("partition_at");
--> statement-breakpoint
CREATE TABLE "ocpp_message" (
	"tenant_id" uuid NOT NULL,
	"charge_point_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"id" uuid NOT NULL,
	"direction" text NOT NULL,
	"message_id" text,
	"action" text,
	"request" json,
	"raw" text,
	"response" json,
	"error_code" text,
	"error_description" text,
	"answered_at" timestamp with time zone,
	"quirks" text[],
	CONSTRAINT "ocpp_message_tenant_id_charge_point_id_at_id_pk" PRIMARY KEY("tenant_id","charge_point_id","at","id")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "reading_identity" (
	"tenant_id" uuid NOT NULL,
	"charge_point_id" uuid NOT NULL,
	"digest" "bytea" NOT NULL,
	"partition_at" timestamp with time zone NOT NULL,
	CONSTRAINT "reading_identity_tenant_id_charge_point_id_digest_pk" PRIMARY KEY("tenant_id","charge_point_id","digest")
);
--> statement-breakpoint
CREATE TABLE "session" (
	"tenant_id" uuid NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"id" uuid NOT NULL,
	"state" text NOT NULL,
	"charge_point_id" uuid NOT NULL,
	"connector_number" integer NOT NULL,
	"transaction_id" integer NOT NULL,
	"id_token" text NOT NULL,
	"id_token_id" uuid,
	"id_token_verdict" text NOT NULL,
	"driver_id" uuid,
	"reservation_id" integer,
	"start_raw_at" text NOT NULL,
	"start_received_at" timestamp with time zone NOT NULL,
	"start_energy_mwh" bigint NOT NULL,
	"ended_at" timestamp with time zone,
	"end_cause" text,
	"stop_raw_at" text,
	"stop_received_at" timestamp with time zone,
	"stop_energy_mwh" bigint,
	"stop_reason" text,
	"stop_id_token" text,
	"stop_digest" "bytea",
	"energy_mwh" bigint DEFAULT 0 NOT NULL,
	"power_w" integer,
	"soc_percent" integer,
	"last_reading_at" timestamp with time zone,
	"tariff_id" uuid,
	"tariff_version_id" uuid,
	"tariff_source" text,
	"currency" text,
	"net_micros" bigint,
	"vat_micros" bigint,
	"gross_micros" bigint,
	"net_minor" bigint,
	"vat_minor" bigint,
	"gross_minor" bigint,
	"settled_at" timestamp with time zone,
	"price_trace" jsonb,
	"suspect" text[] DEFAULT '{}' NOT NULL,
	"charge_point_identity" text NOT NULL,
	"charge_point_name" text,
	"site_id" uuid,
	"site_name" text,
	"time_zone" text NOT NULL,
	"evse_id" text,
	"connector_standard" text,
	"driver_name" text,
	"id_token_label" text,
	"tariff_name" text,
	"tariff_version" integer,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "session_tenant_id_started_at_id_pk" PRIMARY KEY("tenant_id","started_at","id")
) PARTITION BY RANGE ("started_at");
--> statement-breakpoint
CREATE TABLE "transaction_start" (
	"tenant_id" uuid NOT NULL,
	"transaction_id" integer NOT NULL,
	"charge_point_id" uuid NOT NULL,
	"connector_number" integer NOT NULL,
	"id_token" text NOT NULL,
	"raw_at" text NOT NULL,
	"meter_start" text NOT NULL,
	"occurrence" smallint DEFAULT 0 NOT NULL,
	"session_id" uuid NOT NULL,
	"session_started_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "transaction_start_tenant_id_transaction_id_pk" PRIMARY KEY("tenant_id","transaction_id"),
	CONSTRAINT "transaction_start_natural" UNIQUE("tenant_id","charge_point_id","connector_number","id_token","raw_at","meter_start","occurrence")
);
--> statement-breakpoint
CREATE TABLE "unmatched_stop" (
	"tenant_id" uuid NOT NULL,
	"charge_point_id" uuid NOT NULL,
	"digest" "bytea" NOT NULL,
	"id" uuid NOT NULL,
	"transaction_id" bigint NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	"payload" json NOT NULL,
	CONSTRAINT "unmatched_stop_tenant_id_charge_point_id_digest_pk" PRIMARY KEY("tenant_id","charge_point_id","digest")
);
--> statement-breakpoint
CREATE TABLE "tariff" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"currency" text NOT NULL,
	"retired_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tariff_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "tariff_name" UNIQUE("tenant_id","name")
);
--> statement-breakpoint
CREATE TABLE "tariff_version" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"tariff_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"ocpi" jsonb NOT NULL,
	"sha256" "bytea" NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tariff_version_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "tariff_version_number" UNIQUE("tenant_id","tariff_id","version")
);
--> statement-breakpoint
CREATE TABLE "driver" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "driver_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "id_token" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"token" text NOT NULL,
	"parent_token" text,
	"status" text DEFAULT 'accepted' NOT NULL,
	"expires_at" timestamp with time zone,
	"allow_concurrent" boolean DEFAULT false NOT NULL,
	"label" text,
	"driver_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "id_token_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "api_key" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"secret_hash" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_key_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "app_user" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"session_version" integer DEFAULT 1 NOT NULL,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" jsonb NOT NULL,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"detail" jsonb,
	CONSTRAINT "audit_entry_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "brand" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"colour" text NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "brand_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "idempotency_key" (
	"tenant_id" uuid NOT NULL,
	"api_key_id" uuid NOT NULL,
	"key" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"status" integer,
	"headers" jsonb,
	"body" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_key_tenant_id_api_key_id_key_pk" PRIMARY KEY("tenant_id","api_key_id","key")
);
--> statement-breakpoint
CREATE TABLE "membership" (
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "membership_tenant_id_user_id_pk" PRIMARY KEY("tenant_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"topic" text NOT NULL,
	"subject_id" text NOT NULL,
	"payload" jsonb NOT NULL,
	"delivered_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "outbox_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "outbox_once" UNIQUE("tenant_id","topic","subject_id")
);
--> statement-breakpoint
CREATE TABLE "tenant" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"currency" text NOT NULL,
	"locale" text NOT NULL,
	"default_tariff_id" uuid,
	"accept_unknown_id_tokens" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tenant_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
ALTER TABLE "charge_point" ADD CONSTRAINT "charge_point_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charge_point" ADD CONSTRAINT "charge_point_tenant_id_site_id_site_tenant_id_id_fk" FOREIGN KEY ("tenant_id","site_id") REFERENCES "public"."site"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charge_point" ADD CONSTRAINT "charge_point_tenant_id_tariff_id_tariff_tenant_id_id_fk" FOREIGN KEY ("tenant_id","tariff_id") REFERENCES "public"."tariff"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "command" ADD CONSTRAINT "command_tenant_id_charge_point_id_charge_point_tenant_id_id_fk" FOREIGN KEY ("tenant_id","charge_point_id") REFERENCES "public"."charge_point"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connector" ADD CONSTRAINT "connector_tenant_id_charge_point_id_charge_point_tenant_id_id_fk" FOREIGN KEY ("tenant_id","charge_point_id") REFERENCES "public"."charge_point"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connector" ADD CONSTRAINT "connector_tenant_id_evse_id_evse_tenant_id_id_fk" FOREIGN KEY ("tenant_id","evse_id") REFERENCES "public"."evse"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evse" ADD CONSTRAINT "evse_tenant_id_charge_point_id_charge_point_tenant_id_id_fk" FOREIGN KEY ("tenant_id","charge_point_id") REFERENCES "public"."charge_point"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site" ADD CONSTRAINT "site_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site" ADD CONSTRAINT "site_tenant_id_tariff_id_tariff_tenant_id_id_fk" FOREIGN KEY ("tenant_id","tariff_id") REFERENCES "public"."tariff"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tariff" ADD CONSTRAINT "tariff_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tariff_version" ADD CONSTRAINT "tariff_version_tenant_id_tariff_id_tariff_tenant_id_id_fk" FOREIGN KEY ("tenant_id","tariff_id") REFERENCES "public"."tariff"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "driver" ADD CONSTRAINT "driver_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "id_token" ADD CONSTRAINT "id_token_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "id_token" ADD CONSTRAINT "id_token_tenant_id_driver_id_driver_tenant_id_id_fk" FOREIGN KEY ("tenant_id","driver_id") REFERENCES "public"."driver"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_app_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."app_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "charge_point_identity" ON "charge_point" USING btree ("tenant_id",lower("identity"));--> statement-breakpoint
CREATE INDEX "charge_point_site" ON "charge_point" USING btree ("tenant_id","site_id");--> statement-breakpoint
CREATE INDEX "command_charge_point" ON "command" USING btree ("tenant_id","charge_point_id","id");--> statement-breakpoint
CREATE INDEX "command_open" ON "command" USING btree ("tenant_id","charge_point_id") WHERE state in ('queued', 'sent', 'accepted');--> statement-breakpoint
CREATE INDEX "session_charge_point" ON "session" USING btree ("tenant_id","charge_point_id","started_at");--> statement-breakpoint
CREATE INDEX "session_active" ON "session" USING btree ("tenant_id","charge_point_id","connector_number") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "session_unsettled" ON "session" USING btree ("tenant_id","started_at") WHERE state = 'ended' and settled_at is null;--> statement-breakpoint
CREATE INDEX "session_id_token_active" ON "session" USING btree ("tenant_id",lower("id_token")) WHERE state = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "transaction_start_session" ON "transaction_start" USING btree ("tenant_id","session_id");--> statement-breakpoint
CREATE UNIQUE INDEX "id_token_token" ON "id_token" USING btree ("tenant_id",lower("token"));--> statement-breakpoint
CREATE INDEX "id_token_driver" ON "id_token" USING btree ("tenant_id","driver_id");--> statement-breakpoint
CREATE UNIQUE INDEX "app_user_email" ON "app_user" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "audit_entry_subject" ON "audit_entry" USING btree ("tenant_id","subject_type","subject_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "brand_one_default" ON "brand" USING btree ("tenant_id") WHERE is_default;--> statement-breakpoint
CREATE INDEX "idempotency_key_age" ON "idempotency_key" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE INDEX "membership_user" ON "membership" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("tenant_id","at") WHERE delivered_at is null;