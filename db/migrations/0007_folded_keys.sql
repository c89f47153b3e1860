DROP INDEX "charge_point_identity";--> statement-breakpoint
DROP INDEX "session_id_token_active";--> statement-breakpoint
DROP INDEX "id_token_token";--> statement-breakpoint
ALTER TABLE "charge_point" ADD COLUMN "identity_key" text GENERATED ALWAYS AS (lower(identity)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "id_token_key" text GENERATED ALWAYS AS (lower(id_token)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "id_token" ADD COLUMN "token_key" text GENERATED ALWAYS AS (lower(token)) STORED NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "charge_point_identity" ON "charge_point" USING btree ("tenant_id","identity_key");--> statement-breakpoint
CREATE INDEX "session_id_token_active" ON "session" USING btree ("tenant_id","id_token_key") WHERE state = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "id_token_token" ON "id_token" USING btree ("tenant_id","token_key");--> statement-breakpoint
-- What the planner knows of a table is nothing while it is new, and it then picks an index that holds a whole tenant.
-- Autovacuum looks once a minute; a new installation, or a new month, has ten thousand rows by then. Runs as the owner.
CREATE FUNCTION refresh_statistics() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  name text;
  done integer := 0;
BEGIN
  -- One at a time, and nobody waits for another one's.
  IF NOT pg_try_advisory_xact_lock(hashtext('voltplane.refresh_statistics')) THEN
    RETURN 0;
  END IF;
  FOR name IN
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND pg_relation_size(c.oid) > 0
      AND (c.reltuples <= 0 OR pg_relation_size(c.oid) / current_setting('block_size')::int > 4 * greatest(c.relpages, 8))
  LOOP
    EXECUTE format('ANALYZE %I', name);
    done := done + 1;
  END LOOP;
  RETURN done;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION refresh_statistics FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION refresh_statistics TO voltplane_app;
