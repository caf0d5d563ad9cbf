-- What is old enough to be forgotten is found without a look at everything else.
CREATE INDEX "inbox_received_at_idx" ON "inbox" ("received_at");
