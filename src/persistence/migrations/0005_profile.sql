CREATE TABLE "profile_sections" (
	"task_id" text NOT NULL,
	"project" text NOT NULL,
	"phase" text NOT NULL,
	"round" integer NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone NOT NULL,
	"agent_request_ms" double precision NOT NULL,
	"state_transition_ms" double precision NOT NULL,
	"db_update_ms" double precision NOT NULL,
	"retry_wait_ms" double precision NOT NULL,
	"other_ms" double precision NOT NULL,
	"background_ms" double precision,
	CONSTRAINT "profile_sections_task_id_phase_round_started_at_pk" PRIMARY KEY("task_id","phase","round","started_at")
);
--> statement-breakpoint
CREATE INDEX "profile_sections_newest" ON "profile_sections" USING btree ("ended_at");