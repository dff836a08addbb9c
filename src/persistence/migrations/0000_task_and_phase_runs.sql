CREATE TABLE "phase_runs" (
	"task_id" text NOT NULL,
	"phase" text NOT NULL,
	"round" integer NOT NULL,
	"attempt" integer NOT NULL,
	"status" text NOT NULL,
	"agent" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"duration_ms" bigint,
	"verdict" text,
	"error" text,
	CONSTRAINT "phase_runs_task_id_phase_round_attempt_pk" PRIMARY KEY("task_id","phase","round","attempt")
);
--> statement-breakpoint
CREATE TABLE "task_runs" (
	"task_id" text PRIMARY KEY NOT NULL,
	"project" text NOT NULL,
	"feature" text NOT NULL,
	"target_url" text NOT NULL,
	"priority" integer NOT NULL,
	"status" text NOT NULL,
	"phase" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"duration_ms" bigint,
	"progress" bigint NOT NULL,
	"search_text" text NOT NULL,
	"state" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "phase_runs_newest" ON "phase_runs" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "task_runs_newest" ON "task_runs" USING btree ("created_at","task_id");--> statement-breakpoint
CREATE INDEX "task_runs_by_status" ON "task_runs" USING btree ("status","created_at","task_id");--> statement-breakpoint
CREATE INDEX "task_runs_by_project" ON "task_runs" USING btree ("project","created_at","task_id");