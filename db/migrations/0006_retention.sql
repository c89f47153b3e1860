CREATE INDEX "outbox_delivered" ON "outbox" USING btree ("tenant_id","delivered_at") WHERE delivered_at is not null;--> statement-breakpoint
-- Drops the months of the logs that are past entirely. Runs as the owner; the product's role may drop neither tables nor, by
-- this, anything recent: a mistaken clock or setting must not cost the log of these days.
CREATE FUNCTION drop_log_partitions(before timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET lock_timeout = '2s' AS $$
DECLARE
  month_name text;
  dropped integer := 0;
BEGIN
  IF before > now() - interval '150 days' THEN
    RAISE EXCEPTION 'logs until % are too recent to drop', before USING ERRCODE = 'invalid_parameter_value';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('voltplane.ensure_partitions'));
  FOR month_name IN
    SELECT c.relname FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent IN ('ocpp_message'::regclass, 'connector_status'::regclass) AND c.relname ~ '_\d{4}_\d{2}$'
      AND (to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month') AT TIME ZONE 'UTC' <= before
    ORDER BY 1
  LOOP
    EXECUTE format('DROP TABLE %I', month_name);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION drop_log_partitions FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION drop_log_partitions TO voltplane_app;
