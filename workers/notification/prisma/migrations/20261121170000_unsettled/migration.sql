-- Deliveries whose end is not noted are few, and counted at every scrape.
CREATE INDEX "deliveries_sending" ON "deliveries" ("updated_at") WHERE "status" = 'SENDING';
