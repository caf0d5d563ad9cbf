CREATE TYPE "MovementKind" AS ENUM ('RECEIVE', 'RESERVE', 'RELEASE');
CREATE TYPE "ReservationStatus" AS ENUM ('ACTIVE', 'REJECTED', 'RELEASED');

CREATE TABLE "stock" (
  "variant_id" UUID NOT NULL,
  "sku" TEXT NOT NULL,
  "on_hand" INTEGER NOT NULL DEFAULT 0,
  "reserved" INTEGER NOT NULL DEFAULT 0,
  "low_stock_threshold" INTEGER NOT NULL DEFAULT 5 CHECK ("low_stock_threshold" >= 0),
  "version" INTEGER NOT NULL DEFAULT 1,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "stock_pkey" PRIMARY KEY ("variant_id"),
  -- The last wall against selling what is not there.
  CONSTRAINT "stock_never_oversold" CHECK ("on_hand" >= "reserved" AND "reserved" >= 0)
);

CREATE TABLE "stock_movements" (
  "id" BIGSERIAL NOT NULL,
  "variant_id" UUID NOT NULL,
  "kind" "MovementKind" NOT NULL,
  "on_hand_delta" INTEGER NOT NULL,
  "reserved_delta" INTEGER NOT NULL,
  "reason" TEXT NOT NULL,
  "order_id" UUID,
  "actor_id" UUID,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "stock_movements_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "stock_movements_variant_id_id_idx" ON "stock_movements" ("variant_id", "id");

CREATE TABLE "reservations" (
  "order_id" UUID NOT NULL,
  "customer_id" UUID NOT NULL,
  "status" "ReservationStatus" NOT NULL,
  "lines" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "reservations_pkey" PRIMARY KEY ("order_id")
);

CREATE TABLE "idempotency_keys" (
  "scope" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "fingerprint" TEXT NOT NULL,
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
