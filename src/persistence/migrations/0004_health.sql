CREATE TABLE "health_remediations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "health_remediations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"pool" text NOT NULL,
	"remedy" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"cause" text NOT NULL,
	"pending" text,
	"effect" text,
	"ended_at" timestamp (3) with time zone,
	"end_reason" text,
	"ended_by" text
);
--> statement-breakpoint
CREATE TABLE "health_samples" (
	"at" timestamp (3) with time zone PRIMARY KEY NOT NULL,
	"sample" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "health_state" (
	"id" text PRIMARY KEY NOT NULL,
	"baselines" jsonb NOT NULL,
	"remediation" jsonb NOT NULL,
	"evaluator" text NOT NULL,
	"evaluated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "health_remediations_open" ON "health_remediations" USING btree ("ended_at","name");