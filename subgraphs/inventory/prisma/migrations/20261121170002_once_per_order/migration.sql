-- The last wall against doing twice what an order asks for: no order has a variant in two lines.
CREATE UNIQUE INDEX "stock_movements_once_per_order" ON "stock_movements" ("order_id", "variant_id", "kind")
  WHERE "order_id" IS NOT NULL;
