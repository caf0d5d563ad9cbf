ALTER TABLE "payments" ADD COLUMN "ask_at" TIMESTAMPTZ(3);
UPDATE "payments" SET "ask_at" = "created_at"
WHERE "status" NOT IN ('CAPTURED', 'FAILED') OR "failure_code" = 'not_received';
DROP INDEX "payments_open";
CREATE INDEX "payments_to_ask" ON "payments" ("ask_at") WHERE "ask_at" IS NOT NULL;
