CREATE TABLE "carts" (
  "id" UUID NOT NULL,
  "customer_id" UUID,
  "token_hash" TEXT,
  "version" INTEGER NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "carts_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "carts_have_one_owner" CHECK (("customer_id" IS NULL) <> ("token_hash" IS NULL))
);
CREATE UNIQUE INDEX "carts_customer_id_key" ON "carts" ("customer_id");
CREATE UNIQUE INDEX "carts_token_hash_key" ON "carts" ("token_hash");
CREATE INDEX "carts_updated_at_idx" ON "carts" ("updated_at");

CREATE TABLE "cart_lines" (
  "cart_id" UUID NOT NULL,
  "position" INTEGER NOT NULL,
  "variant_id" UUID NOT NULL,
  "quantity" INTEGER NOT NULL CHECK ("quantity" BETWEEN 1 AND 99),
  "unit_minor" BIGINT NOT NULL CHECK ("unit_minor" >= 0),
  "currency" CHAR(3) NOT NULL,
  CONSTRAINT "cart_lines_pkey" PRIMARY KEY ("cart_id", "position"),
  CONSTRAINT "cart_lines_cart_id_fkey" FOREIGN KEY ("cart_id") REFERENCES "carts" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "cart_lines_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "catalogue_variants" ("variant_id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "cart_lines_cart_id_variant_id_key" ON "cart_lines" ("cart_id", "variant_id");
CREATE INDEX "cart_lines_variant_id_idx" ON "cart_lines" ("variant_id");

CREATE TABLE "variant_availability" (
  "variant_id" UUID NOT NULL,
  "available" INTEGER NOT NULL CHECK ("available" >= 0),
  "event_id" UUID NOT NULL,
  CONSTRAINT "variant_availability_pkey" PRIMARY KEY ("variant_id")
);
