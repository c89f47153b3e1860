ALTER TABLE "command" ADD COLUMN "new_password_hash" "bytea";--> statement-breakpoint
ALTER TABLE "tariff_version" ADD COLUMN "valid_until" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "command_new_password" ON "command" USING btree ("tenant_id","charge_point_id") WHERE new_password_hash is not null;--> statement-breakpoint
-- Versions that are there already hold in the time their own object says. OCPI instants are UTC, with Z or without.
ALTER TABLE "tariff_version" DISABLE TRIGGER tariff_version_immutable;--> statement-breakpoint
UPDATE "tariff_version" SET
  valid_from = greatest(valid_from, (rtrim(ocpi->>'start_date_time', 'Z') || 'Z')::timestamptz),
  valid_until = (rtrim(ocpi->>'end_date_time', 'Z') || 'Z')::timestamptz
WHERE ocpi->>'start_date_time' IS NOT NULL OR ocpi->>'end_date_time' IS NOT NULL;--> statement-breakpoint
ALTER TABLE "tariff_version" ENABLE TRIGGER tariff_version_immutable;
