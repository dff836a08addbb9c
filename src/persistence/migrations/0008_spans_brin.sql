DROP INDEX "spans_oldest";--> statement-breakpoint
CREATE INDEX "spans_oldest" ON "spans" USING brin ("started_at");