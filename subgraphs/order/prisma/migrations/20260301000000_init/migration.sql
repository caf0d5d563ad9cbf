CREATE TYPE "OrderStatus" AS ENUM ('PENDING', 'CONFIRMED', 'REJECTED', 'PAID', 'CANCELLED');
CREATE TYPE "PaymentStatus" AS ENUM ('PENDING', 'CAPTURED', 'FAILED');

CREATE TABLE "orders" (
  "id" UUID NOT NULL,
  "number" TEXT NOT NULL,
  "customer_id" UUID NOT NULL,
  "email" TEXT NOT NULL,
  "status" "OrderStatus" NOT NULL,
  "currency" CHAR(3) NOT NULL,
  "total_minor" BIGINT NOT NULL CHECK ("total_minor" >= 0),
  "short_lines" JSONB NOT NULL DEFAULT '[]',
  "cancel_reason" TEXT,
  "placed_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "orders_number_key" ON "orders" ("number");
CREATE INDEX "orders_customer_id_id_idx" ON "orders" ("customer_id", "id" DESC);
CREATE SEQUENCE "order_number_seq" OWNED BY "orders"."number";

CREATE TABLE "order_lines" (
  "order_id" UUID NOT NULL,
  "position" INTEGER NOT NULL,
  "variant_id" UUID NOT NULL,
  "sku" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "quantity" INTEGER NOT NULL CHECK ("quantity" > 0),
  "unit_minor" BIGINT NOT NULL CHECK ("unit_minor" >= 0),
  CONSTRAINT "order_lines_pkey" PRIMARY KEY ("order_id", "position"),
  CONSTRAINT "order_lines_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "order_lines_order_id_variant_id_key" ON "order_lines" ("order_id", "variant_id");

CREATE TABLE "payments" (
  "id" UUID NOT NULL,
  "order_id" UUID NOT NULL,
  "idempotency_key" TEXT NOT NULL,
  "status" "PaymentStatus" NOT NULL,
  "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" >= 0),
  "failure_code" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "payments_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "payments_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "payments_order_id_idx" ON "payments" ("order_id");
-- An order is charged at most once: one payment that is under way or has taken the money.
CREATE UNIQUE INDEX "payments_one_alive_per_order" ON "payments" ("order_id") WHERE "status" <> 'FAILED';

CREATE TABLE "catalogue_variants" (
  "variant_id" UUID NOT NULL,
  "product_id" UUID NOT NULL,
  "sku" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "price_minor" BIGINT NOT NULL CHECK ("price_minor" >= 0),
  "currency" CHAR(3) NOT NULL,
  "for_sale" BOOLEAN NOT NULL,
  "version" INTEGER NOT NULL,
  CONSTRAINT "catalogue_variants_pkey" PRIMARY KEY ("variant_id")
);
CREATE INDEX "catalogue_variants_product_id_idx" ON "catalogue_variants" ("product_id");

CREATE TABLE "idempotency_keys" (
  "scope" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "fingerprint" TEXT NOT NULL,
  "order_id" UUID NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("scope", "key")
);

CREATE TABLE "outbox" (
  "seq" BIGSERIAL NOT NULL,
  "id" UUID NOT NULL,
  "type" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "event" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "published_at" TIMESTAMPTZ(3),
  CONSTRAINT "outbox_pkey" PRIMARY KEY ("seq")
);
CREATE UNIQUE INDEX "outbox_id_key" ON "outbox" ("id");
CREATE INDEX "outbox_unpublished" ON "outbox" ("seq") WHERE "published_at" IS NULL;
CREATE FUNCTION "notify_outbox"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('outbox', '');
  RETURN NULL;
END $$;
CREATE TRIGGER "outbox_inserted" AFTER INSERT ON "outbox" FOR EACH STATEMENT EXECUTE FUNCTION "notify_outbox"();

CREATE TABLE "inbox" (
  "queue" TEXT NOT NULL,
  "event_id" UUID NOT NULL,
  "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "inbox_pkey" PRIMARY KEY ("queue", "event_id")
);
