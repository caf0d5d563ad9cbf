CREATE TYPE "MovementKind" AS ENUM ('RECEIVE', 'RESERVE', 'RELEASE', 'ADJUST', 'SHIP', 'RETURN', 'EDIT');
CREATE TYPE "ReservationStatus" AS ENUM ('ACTIVE', 'REJECTED', 'RELEASED', 'FULFILLED');

CREATE TABLE "stock" (
  "variant_id" UUID NOT NULL,
  "sku" TEXT NOT NULL,
  -- The version of the product that the SKU, for_sale and removed are from: an older event changes nothing.
  "product_id" UUID,
  "product_version" INTEGER NOT NULL DEFAULT 0,
  "for_sale" BOOLEAN NOT NULL DEFAULT true,
  "removed" BOOLEAN NOT NULL DEFAULT false,
  "on_hand" INTEGER NOT NULL DEFAULT 0,
  "reserved" INTEGER NOT NULL DEFAULT 0,
  "low_stock_threshold" INTEGER NOT NULL DEFAULT 5 CHECK ("low_stock_threshold" >= 0),
  "version" INTEGER NOT NULL DEFAULT 1,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "stock_pkey" PRIMARY KEY ("variant_id"),
  -- The last guard against overselling.
  CONSTRAINT "stock_never_oversold" CHECK ("on_hand" >= "reserved" AND "reserved" >= 0)
);
CREATE INDEX "stock_product_id_idx" ON "stock" ("product_id");
-- Lists of staff: by SKU (which serves a prefix too) and by available units; each also for low stock alone, and for removed
-- variants alone.
CREATE INDEX "stock_sku" ON "stock" ("sku" COLLATE "C", "variant_id");
CREATE INDEX "stock_available" ON "stock" (("on_hand" - "reserved"), "variant_id");
CREATE INDEX "stock_low_sku" ON "stock" ("sku" COLLATE "C", "variant_id")
  WHERE "on_hand" - "reserved" <= "low_stock_threshold";
CREATE INDEX "stock_low_available" ON "stock" (("on_hand" - "reserved"), "variant_id")
  WHERE "on_hand" - "reserved" <= "low_stock_threshold";
CREATE INDEX "stock_removed_sku" ON "stock" ("sku" COLLATE "C", "variant_id") WHERE "removed";
CREATE INDEX "stock_removed_available" ON "stock" (("on_hand" - "reserved"), "variant_id") WHERE "removed";

CREATE TABLE "stock_movements" (
  "id" BIGSERIAL NOT NULL,
  "variant_id" UUID NOT NULL,
  "kind" "MovementKind" NOT NULL,
  "on_hand_delta" INTEGER NOT NULL,
  "reserved_delta" INTEGER NOT NULL,
  "reason" TEXT NOT NULL,
  "order_id" UUID,
  "units_before" INTEGER NOT NULL DEFAULT 0,
  "actor_id" UUID,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "stock_movements_pkey" PRIMARY KEY ("id"),
  -- The deltas of each kind of movement.
  CONSTRAINT "stock_movements_as_their_kind" CHECK (
    CASE "kind"
      WHEN 'RECEIVE' THEN "on_hand_delta" >= 0 AND "reserved_delta" = 0
      WHEN 'ADJUST' THEN "on_hand_delta" <> 0 AND "reserved_delta" = 0
      WHEN 'RESERVE' THEN "on_hand_delta" = 0 AND "reserved_delta" > 0
      WHEN 'RELEASE' THEN "on_hand_delta" = 0 AND "reserved_delta" < 0
      WHEN 'SHIP' THEN "on_hand_delta" < 0 AND "reserved_delta" = "on_hand_delta"
      WHEN 'EDIT' THEN "on_hand_delta" = 0 AND "reserved_delta" <> 0
    END
  )
);
CREATE INDEX "stock_movements_variant_id_id_idx" ON "stock_movements" ("variant_id", "id");
-- The last guard against moving stock twice for one order: an order has each variant in one line. Parcels ship different
-- units of it, and each edit has its number in the place of the units before.
CREATE UNIQUE INDEX "stock_movements_once_per_order" ON "stock_movements" ("order_id", "variant_id", "kind", "units_before")
  WHERE "order_id" IS NOT NULL;

CREATE TABLE "reservations" (
  "order_id" UUID NOT NULL,
  "customer_id" UUID NOT NULL,
  "status" "ReservationStatus" NOT NULL,
  "lines" JSONB NOT NULL,
  "edit_number" INTEGER NOT NULL DEFAULT 0,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "reservations_pkey" PRIMARY KEY ("order_id")
);

CREATE TABLE "idempotency_keys" (
  "scope" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "fingerprint" TEXT NOT NULL,
  "result" JSONB,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("scope", "key")
);
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys" ("created_at");

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
CREATE INDEX "inbox_received_at_idx" ON "inbox" ("received_at");
