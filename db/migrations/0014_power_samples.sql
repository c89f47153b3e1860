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
--> statement-breakpoint
-- Browsers' sessions belong to people, behind whose walls the product's role sees one at a time. Runs as the owner; what may still
-- be in use, or was until lately, stays.
CREATE FUNCTION prune_user_sessions(before timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  deleted integer;
BEGIN
  IF before > now() - interval '30 days' THEN
    RAISE EXCEPTION 'sessions until % are too recent to delete', before USING ERRCODE = 'invalid_parameter_value';
  END IF;
  DELETE FROM user_session WHERE least(expires_at, ended_at) < before;
  GET DIAGNOSTICS deleted = ROW_COUNT;
  RETURN deleted;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION prune_user_sessions FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION prune_user_sessions TO voltplane_app;
