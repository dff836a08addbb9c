CREATE TABLE "agent_accounts" (
	"agent" text PRIMARY KEY NOT NULL,
	"account" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
