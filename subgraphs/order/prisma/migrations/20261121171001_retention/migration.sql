CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys" ("created_at");
CREATE INDEX "webhook_events_received_at_idx" ON "webhook_events" ("received_at");
CREATE INDEX "test_charges_created_at_idx" ON "test_charges" ("created_at");
-- Refunds go with their charge.
ALTER TABLE "test_refunds"
  DROP CONSTRAINT "test_refunds_charge_key_fkey",
  ADD CONSTRAINT "test_refunds_charge_key_fkey" FOREIGN KEY ("charge_key") REFERENCES "test_charges" ("key") ON DELETE CASCADE ON UPDATE CASCADE;
