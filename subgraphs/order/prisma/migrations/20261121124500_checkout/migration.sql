ALTER TABLE "orders"
  ADD COLUMN "guest_token_hash" TEXT,
  ADD COLUMN "guest_token_seed" TEXT,
  ADD COLUMN "shipping_address" JSONB,
  ADD COLUMN "billing_address" JSONB,
  ADD CONSTRAINT "orders_guests_have_both" CHECK (("guest_token_hash" IS NULL) = ("guest_token_seed" IS NULL));
