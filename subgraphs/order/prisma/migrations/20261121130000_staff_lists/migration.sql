-- Lists of the staff: an index for each order of the list, with and without a status.
CREATE INDEX "orders_placed_at_id_idx" ON "orders" ("placed_at", "id");
CREATE INDEX "orders_updated_at_id_idx" ON "orders" ("updated_at", "id");
CREATE INDEX "orders_currency_total_minor_id_idx" ON "orders" ("currency", "total_minor", "id");
CREATE INDEX "orders_status_placed_at_id_idx" ON "orders" ("status", "placed_at", "id");
CREATE INDEX "orders_status_updated_at_id_idx" ON "orders" ("status", "updated_at", "id");
CREATE INDEX "orders_status_currency_total_minor_id_idx" ON "orders" ("status", "currency", "total_minor", "id");
-- Those that find few.
CREATE INDEX "orders_customer_id_placed_at_id_idx" ON "orders" ("customer_id", "placed_at", "id");
CREATE INDEX "orders_email" ON "orders" (lower("email"), "placed_at", "id");
CREATE INDEX "orders_number_prefix" ON "orders" ("number" COLLATE "C");

CREATE TABLE "order_notes" (
  "id" UUID NOT NULL,
  "order_id" UUID NOT NULL,
  "author_id" UUID NOT NULL,
  "note" TEXT NOT NULL CHECK (char_length("note") BETWEEN 1 AND 1000),
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "order_notes_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "order_notes_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "order_notes_order_id_id_idx" ON "order_notes" ("order_id", "id");
