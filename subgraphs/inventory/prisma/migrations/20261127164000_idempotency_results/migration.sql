ALTER TABLE "idempotency_keys" ADD COLUMN "result" JSONB;
