-- The last wall against a movement that is not what its kind says.
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_as_their_kind" CHECK (
  CASE "kind"
    WHEN 'RECEIVE' THEN "on_hand_delta" >= 0 AND "reserved_delta" = 0
    WHEN 'ADJUST' THEN "on_hand_delta" <> 0 AND "reserved_delta" = 0
    WHEN 'RESERVE' THEN "on_hand_delta" = 0 AND "reserved_delta" > 0
    WHEN 'RELEASE' THEN "on_hand_delta" = 0 AND "reserved_delta" < 0
    WHEN 'SHIP' THEN "on_hand_delta" < 0 AND "reserved_delta" = "on_hand_delta"
  END
);

-- The staff's lists: by SKU (which serves a prefix too) and by units for sale; both for low stock alone.
CREATE INDEX "stock_sku" ON "stock" ("sku" COLLATE "C", "variant_id");
CREATE INDEX "stock_available" ON "stock" (("on_hand" - "reserved"), "variant_id");
CREATE INDEX "stock_low_sku" ON "stock" ("sku" COLLATE "C", "variant_id")
  WHERE "on_hand" - "reserved" <= "low_stock_threshold";
CREATE INDEX "stock_low_available" ON "stock" (("on_hand" - "reserved"), "variant_id")
  WHERE "on_hand" - "reserved" <= "low_stock_threshold";
