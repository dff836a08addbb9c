CREATE TABLE "own_actions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "own_actions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"pool" text NOT NULL,
	"agent" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"cause" text NOT NULL,
	"figures" jsonb NOT NULL,
	"reversal" text NOT NULL,
	"effect" text,
	"ended_at" timestamp (3) with time zone,
	"end_reason" text,
	"ended_by" text
);
--> statement-breakpoint
CREATE UNIQUE INDEX "own_actions_once" ON "own_actions" USING btree ("kind","pool","agent","at");--> statement-breakpoint
CREATE UNIQUE INDEX "own_actions_one_trip" ON "own_actions" USING btree ("agent") WHERE kind = 'trip_breaker' and ended_at is null;--> statement-breakpoint
CREATE INDEX "own_actions_ended" ON "own_actions" USING btree ("ended_at");