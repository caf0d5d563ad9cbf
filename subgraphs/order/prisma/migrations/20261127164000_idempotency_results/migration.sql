ALTER TABLE "idempotency_keys" ADD COLUMN "result" JSONB;
UPDATE "idempotency_keys" SET "result" = to_jsonb("order_id"::text);
ALTER TABLE "idempotency_keys" DROP COLUMN "order_id";

-- The id of a webhook is the key of an operation that happens once.
INSERT INTO "idempotency_keys" ("scope", "key", "fingerprint", "created_at")
SELECT 'paymentWebhook', "id", '', "received_at" FROM "webhook_events";
DROP TABLE "webhook_events";
