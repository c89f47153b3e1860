-- Written by hand: what the schema files cannot say. Partitions, row-level security, immutability.

-- The role that the product runs as: it owns nothing, so that row-level security holds for it.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'voltplane_app') THEN
    CREATE ROLE voltplane_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
  END IF;
  EXECUTE format('GRANT voltplane_app TO %I', current_user);
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO voltplane_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO voltplane_app;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO voltplane_app;
--> statement-breakpoint
-- Transaction ids: positive, below 2^31 (OCPP 1.6 integers), never reused, never a clock.
CREATE SEQUENCE transaction_id_seq AS integer MINVALUE 1 MAXVALUE 2147483647 NO CYCLE CACHE 1;
--> statement-breakpoint
GRANT USAGE ON SEQUENCE transaction_id_seq TO voltplane_app;
--> statement-breakpoint
-- One policy for all tenant tables: the transaction names its tenants (a group commit has several).
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN
    SELECT c.relname FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_rows ON %I
         USING (tenant_id = any ((SELECT nullif(current_setting(''app.tenants'', true), '''')::uuid[])::uuid[]))
         WITH CHECK (tenant_id = any ((SELECT nullif(current_setting(''app.tenants'', true), '''')::uuid[])::uuid[]))',
      name);
  END LOOP;
END $$;
--> statement-breakpoint
-- A person may read the own memberships in every tenant: sign-in needs them before a tenant is chosen.
CREATE POLICY own_rows ON membership FOR SELECT
  USING (user_id = (SELECT nullif(current_setting('app.user', true), '')::uuid));
--> statement-breakpoint
-- Months of every partitioned table around an instant. Runs as the owner, since the product's role may not create tables.
CREATE FUNCTION ensure_partitions(around timestamptz, months_back integer, months_ahead integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  parent text;
  first date;
  month_name text;
  made integer := 0;
BEGIN
  -- One maker at a time: two processes that start together would otherwise collide.
  PERFORM pg_advisory_xact_lock(hashtext('voltplane.ensure_partitions'));
  FOREACH parent IN ARRAY ARRAY['session', 'charging_period', 'meter_value', 'connector_status', 'ocpp_message'] LOOP
    FOR first IN
      SELECT (date_trunc('month', around AT TIME ZONE 'UTC') + make_interval(months => n))::date
      FROM generate_series(-months_back, months_ahead) AS n
    LOOP
      month_name := format('%s_%s', parent, to_char(first, 'YYYY_MM'));
      IF to_regclass(month_name) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', month_name, parent,
          first::timestamp AT TIME ZONE 'UTC', (first + interval '1 month')::timestamp AT TIME ZONE 'UTC');
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', month_name);
        IF parent = 'session' THEN
          EXECUTE format('ALTER TABLE %I SET (fillfactor = 80)', month_name);
        END IF;
        made := made + 1;
      END IF;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION ensure_partitions TO voltplane_app;
--> statement-breakpoint
SELECT ensure_partitions(now(), 4, 3);
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is immutable', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER tariff_version_immutable BEFORE UPDATE OR DELETE ON tariff_version
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_entry_immutable BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
REVOKE UPDATE, DELETE ON tariff_version, audit_entry FROM voltplane_app;
