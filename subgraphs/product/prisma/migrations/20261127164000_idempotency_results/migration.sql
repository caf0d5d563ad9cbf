ALTER TABLE "idempotency_keys" RENAME COLUMN "answer" TO "result";
ALTER TABLE "idempotency_keys" ALTER COLUMN "result" DROP NOT NULL;
