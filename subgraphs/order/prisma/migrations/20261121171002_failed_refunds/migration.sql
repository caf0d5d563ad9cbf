CREATE INDEX "refunds_failed" ON "refunds" ("order_id") WHERE "status" = 'FAILED';
