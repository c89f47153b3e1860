ALTER TABLE "charge_point" ADD COLUMN "last_refused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "charge_point" ADD COLUMN "last_refusal_reason" text;--> statement-breakpoint
ALTER TABLE "charge_point" ADD COLUMN "last_refusal_detail" text;