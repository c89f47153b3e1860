CREATE TABLE "power_sample" (
	"tenant_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"power_w" integer NOT NULL,
	"sessions" integer NOT NULL,
	CONSTRAINT "power_sample_tenant_id_site_id_at_pk" PRIMARY KEY("tenant_id","site_id","at")
);
--> statement-breakpoint
ALTER TABLE "power_sample" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant_rows ON "power_sample"
  USING (tenant_id = any ((SELECT nullif(current_setting('app.tenants', true), '')::uuid[])::uuid[]))
  WITH CHECK (tenant_id = any ((SELECT nullif(current_setting('app.tenants', true), '')::uuid[])::uuid[]));
