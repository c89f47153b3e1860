ALTER TABLE "idempotency_key" ADD COLUMN "claim" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "idempotency_key" ADD COLUMN "claimed_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "idempotency_key" ADD COLUMN "attempts" integer DEFAULT 1 NOT NULL;