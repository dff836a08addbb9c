ALTER TABLE "phase_runs" ADD COLUMN "call" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "phase_runs" DROP CONSTRAINT "phase_runs_task_id_phase_round_attempt_pk";--> statement-breakpoint
ALTER TABLE "phase_runs" ADD CONSTRAINT "phase_runs_task_id_phase_round_call_attempt_pk" PRIMARY KEY("task_id","phase","round","call","attempt");
