CREATE TABLE "dead_letters" (
	"id" text PRIMARY KEY NOT NULL,
	"task_id" text NOT NULL,
	"generation" integer NOT NULL,
	"project" text NOT NULL,
	"priority" integer NOT NULL,
	"feature" text NOT NULL,
	"status" text NOT NULL,
	"phase" text NOT NULL,
	"error_type" text NOT NULL,
	"error_message" text NOT NULL,
	"error_group" text NOT NULL,
	"error_pattern" text NOT NULL,
	"retry_count" integer NOT NULL,
	"failed_at" timestamp (3) with time zone NOT NULL,
	"investigated" boolean NOT NULL,
	"resolution" text,
	"requeued_at" timestamp (3) with time zone,
	"decided_at" timestamp (3) with time zone,
	"reason" text,
	"workflow_state" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "dead_letters_newest" ON "dead_letters" USING btree ("failed_at","id");--> statement-breakpoint
CREATE INDEX "dead_letters_by_status" ON "dead_letters" USING btree ("status","failed_at","id");--> statement-breakpoint
CREATE INDEX "dead_letters_by_group" ON "dead_letters" USING btree ("error_group","failed_at","id");--> statement-breakpoint
CREATE INDEX "dead_letters_of_task" ON "dead_letters" USING btree ("task_id","generation");