DROP TABLE "health_remediations" CASCADE;--> statement-breakpoint
ALTER TABLE "health_state" DROP COLUMN "remediation";--> statement-breakpoint
ALTER TABLE "health_state" DROP COLUMN "evaluator";--> statement-breakpoint
ALTER TABLE "health_state" DROP COLUMN "evaluated_at";