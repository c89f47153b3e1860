CREATE INDEX "session_id_token" ON "session" USING btree ("tenant_id","id_token_key" text_pattern_ops,"started_at");--> statement-breakpoint
CREATE INDEX "session_driver" ON "session" USING btree ("tenant_id","driver_id","started_at");--> statement-breakpoint
CREATE INDEX "session_site" ON "session" USING btree ("tenant_id","site_id","started_at");--> statement-breakpoint
CREATE INDEX "session_suspect" ON "session" USING btree ("tenant_id","started_at") WHERE suspect <> '{}';