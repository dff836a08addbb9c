CREATE TABLE "breaker_transitions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "breaker_transitions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"agent" text NOT NULL,
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	"generation" integer NOT NULL,
	"reason" text NOT NULL,
	"decided_by" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "circuit_breakers" (
	"agent" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"breaker" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "breaker_transitions_newest" ON "breaker_transitions" USING btree ("agent","id");