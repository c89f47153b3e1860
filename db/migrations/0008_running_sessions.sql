DROP INDEX "session_active";--> statement-breakpoint
CREATE INDEX "meter_value_loose" ON "meter_value" USING btree ("tenant_id","subject_id","at") WHERE coalesce(transaction_id, 0) <= 0;--> statement-breakpoint
CREATE INDEX "session_active" ON "session" USING btree ("tenant_id","charge_point_id","connector_number") WHERE ended_at is null;