CREATE TABLE "spans" (
	"span_id" text PRIMARY KEY NOT NULL,
	"trace_id" text NOT NULL,
	"parent_id" text,
	"task_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"status" text NOT NULL,
	"attributes" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "spans_of_task" ON "spans" USING btree ("task_id","started_at");--> statement-breakpoint
CREATE INDEX "spans_oldest" ON "spans" USING btree ("started_at");