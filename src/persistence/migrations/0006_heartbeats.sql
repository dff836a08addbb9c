CREATE TABLE "heartbeat_subjects" (
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"process" text NOT NULL,
	"what" text NOT NULL,
	"interval_ms" integer NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"expected_at" timestamp (3) with time zone NOT NULL,
	"last_beat_at" timestamp (3) with time zone,
	"ended_process" text,
	"ended_how" text,
	"ended_reason" text,
	"state" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"failed_ms" double precision NOT NULL,
	CONSTRAINT "heartbeat_subjects_kind_name_pk" PRIMARY KEY("kind","name")
);
--> statement-breakpoint
CREATE TABLE "heartbeat_transitions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "heartbeat_transitions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"process" text NOT NULL,
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "heartbeats" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "heartbeats_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"process" text NOT NULL,
	"what" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "heartbeat_transitions_newest" ON "heartbeat_transitions" USING btree ("kind","name","id");--> statement-breakpoint
CREATE INDEX "heartbeats_newest" ON "heartbeats" USING btree ("kind","name","id");