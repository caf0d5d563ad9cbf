-- Of which version of its product a SKU is: an older event changes none. 0 gives way to any.
ALTER TABLE "stock" ADD COLUMN "sku_version" INTEGER NOT NULL DEFAULT 0;
