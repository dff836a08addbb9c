CREATE TABLE "model_calls" (
	"id" text PRIMARY KEY NOT NULL,
	"call" text NOT NULL,
	"task_id" text NOT NULL,
	"project" text NOT NULL,
	"phase" text NOT NULL,
	"round" integer NOT NULL,
	"agent" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"outcome" text NOT NULL,
	"status" integer,
	"model" text,
	"input" bigint,
	"cached" bigint,
	"cached_written" bigint,
	"output" bigint,
	"reasoning" bigint,
	"tokens" bigint NOT NULL,
	"cost_usd" double precision,
	"cost_source" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "agent_metrics" ADD COLUMN "session" text;--> statement-breakpoint
ALTER TABLE "agent_metrics" ADD COLUMN "version" text;--> statement-breakpoint
ALTER TABLE "agent_metrics" ADD COLUMN "stop_reason" text;--> statement-breakpoint
ALTER TABLE "agent_metrics" ADD COLUMN "longest_silence_ms" bigint;--> statement-breakpoint
CREATE INDEX "model_calls_of_task" ON "model_calls" USING btree ("task_id","phase");--> statement-breakpoint
CREATE INDEX "model_calls_newest" ON "model_calls" USING btree ("at","project","tokens","cost_usd");