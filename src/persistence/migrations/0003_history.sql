CREATE TABLE "agent_metrics" (
	"id" text PRIMARY KEY NOT NULL,
	"agent" text NOT NULL,
	"task_id" text NOT NULL,
	"project" text NOT NULL,
	"phase" text NOT NULL,
	"round" integer NOT NULL,
	"ended_at" timestamp (3) with time zone NOT NULL,
	"duration_ms" bigint NOT NULL,
	"outcome" text NOT NULL,
	"tokens_used" bigint,
	"cost_usd" double precision
);
--> statement-breakpoint
CREATE TABLE "phase_aggregates" (
	"bucket" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"phase" text NOT NULL,
	"agent" text NOT NULL,
	"project" text NOT NULL,
	"runs" integer NOT NULL,
	"failed" integer NOT NULL,
	"sum_ms" bigint NOT NULL,
	"tokens_used" bigint NOT NULL,
	"cost_usd" double precision NOT NULL,
	"files_changed" bigint NOT NULL,
	"histogram" jsonb NOT NULL,
	CONSTRAINT "phase_aggregates_bucket_at_phase_agent_project_pk" PRIMARY KEY("bucket","at","phase","agent","project")
);
--> statement-breakpoint
CREATE TABLE "pool_samples" (
	"pool" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"size" integer NOT NULL,
	"active" integer NOT NULL,
	"queue_depth" integer NOT NULL,
	"dead_letters" integer NOT NULL,
	"utilization_pct" double precision NOT NULL,
	"success_rate" double precision,
	"avg_duration_ms" double precision,
	"p95_duration_ms" double precision,
	"throughput_per_hour" double precision,
	CONSTRAINT "pool_samples_pool_at_pk" PRIMARY KEY("pool","at")
);
--> statement-breakpoint
ALTER TABLE "phase_runs" ADD COLUMN "project" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "phase_runs" ADD COLUMN "tokens_used" bigint;--> statement-breakpoint
ALTER TABLE "phase_runs" ADD COLUMN "cost_usd" double precision;--> statement-breakpoint
ALTER TABLE "phase_runs" ADD COLUMN "files_changed" integer;--> statement-breakpoint
UPDATE "phase_runs" SET "project" = "task_runs"."project" FROM "task_runs" WHERE "task_runs"."task_id" = "phase_runs"."task_id";--> statement-breakpoint
CREATE INDEX "agent_metrics_newest" ON "agent_metrics" USING btree ("ended_at","agent");--> statement-breakpoint
CREATE INDEX "pool_samples_newest" ON "pool_samples" USING btree ("at");--> statement-breakpoint
CREATE INDEX "phase_runs_history" ON "phase_runs" USING btree ("finished_at","phase","agent","project","status","duration_ms","tokens_used","cost_usd","files_changed");