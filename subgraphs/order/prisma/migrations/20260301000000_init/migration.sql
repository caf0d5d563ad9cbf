CREATE TYPE "OrderStatus" AS ENUM ('PENDING', 'CONFIRMED', 'REJECTED', 'PAID', 'PARTIALLY_SHIPPED', 'CANCELLED', 'SHIPPED', 'DELIVERED');
CREATE TYPE "PaymentStatus" AS ENUM ('PENDING', 'CAPTURED', 'FAILED', 'REQUIRES_ACTION', 'AUTHORISED', 'VOIDED');
CREATE TYPE "RequestedBy" AS ENUM ('CUSTOMER', 'STAFF', 'SYSTEM');
CREATE TYPE "RefundStatus" AS ENUM ('PENDING', 'SUCCEEDED', 'FAILED');
CREATE TYPE "CancellationReasonCode" AS ENUM ('CHANGED_MIND', 'ORDERED_BY_MISTAKE', 'DELIVERY_TOO_SLOW', 'OUT_OF_STOCK', 'UNDELIVERABLE', 'SUSPECTED_FRAUD', 'OTHER', 'NOT_PAID', 'NOT_RESERVED', 'PAYMENT_FAILED');
CREATE TYPE "RefundReasonCode" AS ENUM ('RETURNED', 'DAMAGED', 'WRONG_ITEM', 'NOT_RECEIVED', 'GOODWILL', 'OTHER', 'ORDER_CANCELLED', 'ORDER_CHANGED', 'LATE_PAYMENT');
CREATE TYPE "OrderStepKind" AS ENUM (
  'PLACED', 'CONFIRMED', 'REJECTED', 'PAYMENT_FAILED', 'PAID', 'CLAIMED', 'SHIPPED', 'DELIVERED', 'CANCELLED', 'UNITS_CANCELLED', 'REFUNDED',
  'PAYMENT_STARTED', 'PAYMENT_ACTION_REQUIRED', 'PAYMENT_AUTHORISED', 'PAYMENT_RECEIVED', 'PAYMENT_CAPTURED', 'PAYMENT_LATE', 'REFUND_REQUESTED', 'REFUND_FAILED',
  'DISPUTED', 'DISPUTE_WON', 'DISPUTE_LOST',
  'RETURN_REQUESTED', 'RETURN_APPROVED', 'RETURN_REFUSED', 'RETURN_CANCELLED', 'RETURN_RECEIVED',
  'EDIT_REQUESTED', 'EDITED', 'EDIT_REJECTED'
);
CREATE TYPE "GiftCardMovementKind" AS ENUM ('CHARGE', 'REFUND', 'ADJUSTMENT');
CREATE TYPE "DocumentKind" AS ENUM ('INVOICE', 'CREDIT_NOTE');
CREATE TYPE "PricingRuleKind" AS ENUM ('TAX', 'SHIPPING', 'PROMOTIONS');
CREATE TYPE "TestChargeStatus" AS ENUM ('CAPTURED', 'FAILED', 'REQUIRES_ACTION', 'PENDING', 'AUTHORISED');

CREATE TABLE "orders" (
  "id" UUID NOT NULL,
  "number" TEXT NOT NULL,
  "customer_id" UUID NOT NULL,
  "placed_by" UUID,
  "email" TEXT NOT NULL,
  "guest_token_hash" TEXT,
  "guest_token_seed" TEXT,
  "guest_link_hash" TEXT,
  "guest_link_sealed" TEXT,
  "guest_link_expires_at" TIMESTAMPTZ(3),
  "guest_network" TEXT,
  "shipping_address" JSONB NOT NULL,
  "billing_address" JSONB NOT NULL,
  "cart_id" UUID,
  "cart_version" INTEGER,
  "status" "OrderStatus" NOT NULL,
  "currency" CHAR(3) NOT NULL,
  "total_minor" BIGINT NOT NULL CHECK ("total_minor" >= 0),
  "pricing" JSONB,
  "short_lines" JSONB NOT NULL DEFAULT '[]',
  "cancel_reason" TEXT,
  "cancel_reason_code" "CancellationReasonCode",
  "expires_at" TIMESTAMPTZ(3),
  "fulfilments" JSONB NOT NULL DEFAULT '[]',
  "cancelled_units" JSONB NOT NULL DEFAULT '[]',
  "returns" JSONB NOT NULL DEFAULT '[]',
  "edits" JSONB NOT NULL DEFAULT '[]',
  "open_returns" INTEGER NOT NULL DEFAULT 0,
  "correlation_id" TEXT NOT NULL,
  "placed_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT "orders_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "orders_guests_have_all" CHECK (num_nulls("guest_token_hash", "guest_token_seed", "guest_link_hash", "guest_link_sealed", "guest_link_expires_at") IN (0, 5))
);
CREATE UNIQUE INDEX "orders_number_key" ON "orders" ("number");
CREATE INDEX "orders_customer_id_id_idx" ON "orders" ("customer_id", "id" DESC);
-- Orders of guests, which an account with their address can claim.
CREATE INDEX "orders_of_guests" ON "orders" ("email", "id") WHERE "guest_token_hash" IS NOT NULL;
CREATE INDEX "orders_expiring" ON "orders" ("expires_at") WHERE "expires_at" IS NOT NULL;
-- Open unpaid orders, which are limited for each of these.
CREATE INDEX "orders_unpaid_customer" ON "orders" ("customer_id") WHERE "status" IN ('PENDING', 'CONFIRMED');
CREATE INDEX "orders_unpaid_email" ON "orders" ("email") WHERE "status" IN ('PENDING', 'CONFIRMED');
CREATE INDEX "orders_unpaid_network" ON "orders" ("guest_network") WHERE "status" IN ('PENDING', 'CONFIRMED');
-- Lists of staff: an index for each sort of the list, with and without a status.
CREATE INDEX "orders_placed_at_id_idx" ON "orders" ("placed_at", "id");
CREATE INDEX "orders_updated_at_id_idx" ON "orders" ("updated_at", "id");
CREATE INDEX "orders_currency_total_minor_id_idx" ON "orders" ("currency", "total_minor", "id");
CREATE INDEX "orders_status_placed_at_id_idx" ON "orders" ("status", "placed_at", "id");
CREATE INDEX "orders_status_updated_at_id_idx" ON "orders" ("status", "updated_at", "id");
CREATE INDEX "orders_status_currency_total_minor_id_idx" ON "orders" ("status", "currency", "total_minor", "id");
-- Filters that match few orders.
CREATE INDEX "orders_customer_id_placed_at_id_idx" ON "orders" ("customer_id", "placed_at", "id");
CREATE INDEX "orders_email" ON "orders" ("email", "placed_at", "id");
CREATE INDEX "orders_open_returns" ON "orders" ("placed_at", "id") WHERE "open_returns" > 0;
CREATE INDEX "orders_number_prefix" ON "orders" ("number" COLLATE "C");
CREATE SEQUENCE "order_number_seq" OWNED BY "orders"."number";

CREATE TABLE "order_lines" (
  "order_id" UUID NOT NULL,
  "position" INTEGER NOT NULL,
  "variant_id" UUID NOT NULL,
  "sku" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "slug" TEXT NOT NULL,
  "image_url" TEXT,
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
  "action_url" TEXT,
  "gift_card_id" UUID,
  "gift_card_last_four" TEXT,
  "authorisation" JSONB,
  "captures" JSONB NOT NULL DEFAULT '[]',
  "captured_minor" BIGINT NOT NULL DEFAULT 0 CHECK ("captured_minor" BETWEEN 0 AND "amount_minor"),
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "poll_at" TIMESTAMPTZ(3),
  CONSTRAINT "payments_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "payments_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "payments_order_id_idx" ON "payments" ("order_id");
CREATE INDEX "payments_to_poll" ON "payments" ("poll_at") WHERE "poll_at" IS NOT NULL;
-- An order is charged by one payment at a time. A failed payment may be captured late, beside another one.
CREATE UNIQUE INDEX "payments_one_open_per_order" ON "payments" ("order_id") WHERE "status" IN ('PENDING', 'REQUIRES_ACTION');

CREATE TABLE "refunds" (
  "id" UUID NOT NULL,
  "order_id" UUID NOT NULL,
  "payment_id" UUID NOT NULL,
  "status" "RefundStatus" NOT NULL,
  "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" > 0),
  "reason" TEXT NOT NULL,
  "reason_code" "RefundReasonCode",
  "failure_code" TEXT,
  "actor_id" UUID,
  "requested_by" "RequestedBy" NOT NULL,
  "is_release" BOOLEAN NOT NULL DEFAULT false,
  "parts" JSONB,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "refunds_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "refunds_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "refunds_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "refunds_order_id_idx" ON "refunds" ("order_id");
CREATE INDEX "refunds_pending" ON "refunds" ("created_at") WHERE "status" = 'PENDING';
CREATE INDEX "refunds_failed" ON "refunds" ("order_id") WHERE "status" = 'FAILED';

CREATE TABLE "order_steps" (
  "id" BIGSERIAL NOT NULL,
  "order_id" UUID NOT NULL,
  "kind" "OrderStepKind" NOT NULL,
  "actor_id" UUID,
  "correlation_id" TEXT NOT NULL,
  "note" TEXT,
  "details" JSONB,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "order_steps_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "order_steps_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "order_steps_order_id_id_idx" ON "order_steps" ("order_id", "id");
-- The sales of a day. The other steps, which are most of them, are not in it.
CREATE INDEX "order_steps_sales" ON "order_steps" ("at") WHERE "kind" IN ('PAID', 'PAYMENT_AUTHORISED', 'PAYMENT_RECEIVED', 'REFUNDED');

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

-- Invoices and credit notes, which never change. The id is that of the payment or refund that a document is about.
CREATE TABLE "order_documents" (
  "id" UUID NOT NULL,
  "order_id" UUID NOT NULL,
  "kind" "DocumentKind" NOT NULL,
  "number" TEXT NOT NULL,
  "issued_at" TIMESTAMPTZ(3) NOT NULL,
  "content" JSONB NOT NULL,
  CONSTRAINT "order_documents_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "order_documents_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "order_documents_number_key" ON "order_documents" ("number");
CREATE INDEX "order_documents_order_id_idx" ON "order_documents" ("order_id");

-- The last document of each kind. Its row is locked until the next one is saved: a sequence would leave holes.
CREATE TABLE "document_counters" (
  "kind" "DocumentKind" NOT NULL,
  "last" INTEGER NOT NULL,
  "issued_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "document_counters_pkey" PRIMARY KEY ("kind")
);

-- Rules of prices, which staff keep: each change adds a version, and the greatest is current.
CREATE TABLE "pricing_rules" (
  "kind" "PricingRuleKind" NOT NULL,
  "version" INTEGER NOT NULL CHECK ("version" > 0),
  "rules" JSONB NOT NULL,
  "actor_id" UUID NOT NULL,
  "correlation_id" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "pricing_rules_pkey" PRIMARY KEY ("kind", "version")
);
CREATE INDEX "pricing_rules_created_at_idx" ON "pricing_rules" ("created_at");

-- Customers who pay no taxes: each change adds a row, and the last is current. Without a reference, the exemption ends.
CREATE TABLE "tax_exemptions" (
  "id" BIGSERIAL NOT NULL,
  "customer_id" UUID NOT NULL,
  "reference" TEXT,
  "actor_id" UUID NOT NULL,
  "correlation_id" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "tax_exemptions_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "tax_exemptions_customer_id_id_idx" ON "tax_exemptions" ("customer_id", "id");

CREATE TABLE "customer_groups" (
  "id" BIGSERIAL NOT NULL,
  "customer_id" UUID NOT NULL,
  "groups" TEXT[] NOT NULL,
  "actor_id" UUID NOT NULL,
  "correlation_id" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "customer_groups_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "customer_groups_customer_id_id_idx" ON "customer_groups" ("customer_id", "id");

CREATE TABLE "vouchers" (
  "id" UUID NOT NULL,
  "code" TEXT NOT NULL CHECK ("code" ~ '^[0-9A-Z]+$'),
  "promotion_code" TEXT NOT NULL,
  "max_uses" INTEGER CHECK ("max_uses" > 0),
  "is_disabled" BOOLEAN NOT NULL DEFAULT false,
  "version" INTEGER NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "batch_id" UUID NOT NULL,
  CONSTRAINT "vouchers_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "vouchers_code_key" ON "vouchers" ("code");
CREATE INDEX "vouchers_code_prefix" ON "vouchers" ("code" COLLATE "C");
CREATE INDEX "vouchers_promotion_code_id_idx" ON "vouchers" ("promotion_code", "id");
CREATE INDEX "vouchers_batch_id_idx" ON "vouchers" ("batch_id");

CREATE TABLE "voucher_changes" (
  "voucher_id" UUID NOT NULL,
  "version" INTEGER NOT NULL,
  "max_uses" INTEGER,
  "is_disabled" BOOLEAN NOT NULL,
  "actor_id" UUID NOT NULL,
  "correlation_id" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "voucher_changes_pkey" PRIMARY KEY ("voucher_id", "version"),
  CONSTRAINT "voucher_changes_voucher_id_fkey" FOREIGN KEY ("voucher_id") REFERENCES "vouchers" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- The balance is the initial amount and the sum of the movements without a failure; npm run doctor compares them.
CREATE TABLE "gift_cards" (
  "id" UUID NOT NULL,
  "code_hash" TEXT NOT NULL,
  "last_four" TEXT NOT NULL CHECK ("last_four" ~ '^[0-9A-Z]{4}$'),
  "currency" CHAR(3) NOT NULL,
  "initial_minor" BIGINT NOT NULL CHECK ("initial_minor" > 0),
  "balance_minor" BIGINT NOT NULL CHECK ("balance_minor" >= 0),
  "expires_at" TIMESTAMPTZ(3),
  "is_disabled" BOOLEAN NOT NULL DEFAULT false,
  "version" INTEGER NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "batch_id" UUID NOT NULL,
  CONSTRAINT "gift_cards_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "gift_cards_code_hash_key" ON "gift_cards" ("code_hash");
CREATE INDEX "gift_cards_last_four_id_idx" ON "gift_cards" ("last_four", "id");
CREATE INDEX "gift_cards_batch_id_idx" ON "gift_cards" ("batch_id");

CREATE TABLE "gift_card_movements" (
  "key" UUID NOT NULL,
  "gift_card_id" UUID NOT NULL,
  "kind" "GiftCardMovementKind" NOT NULL,
  "amount_minor" BIGINT NOT NULL,
  "charge_key" UUID,
  "failure_code" TEXT,
  "actor_id" UUID,
  "reason" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "gift_card_movements_pkey" PRIMARY KEY ("key"),
  CONSTRAINT "gift_card_movements_gift_card_id_fkey" FOREIGN KEY ("gift_card_id") REFERENCES "gift_cards" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "gift_card_movements_direction" CHECK (CASE "kind" WHEN 'CHARGE' THEN "amount_minor" <= 0 WHEN 'REFUND' THEN "amount_minor" > 0 ELSE "amount_minor" <> 0 END),
  CONSTRAINT "gift_card_movements_refund" CHECK (("kind" = 'REFUND') = ("charge_key" IS NOT NULL))
);
CREATE INDEX "gift_card_movements_gift_card_id_created_at_idx" ON "gift_card_movements" ("gift_card_id", "created_at");
CREATE INDEX "gift_card_movements_charge_key_idx" ON "gift_card_movements" ("charge_key");

CREATE TABLE "gift_card_changes" (
  "gift_card_id" UUID NOT NULL,
  "version" INTEGER NOT NULL,
  "expires_at" TIMESTAMPTZ(3),
  "is_disabled" BOOLEAN NOT NULL,
  "actor_id" UUID NOT NULL,
  "correlation_id" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "gift_card_changes_pkey" PRIMARY KEY ("gift_card_id", "version"),
  CONSTRAINT "gift_card_changes_gift_card_id_fkey" FOREIGN KEY ("gift_card_id") REFERENCES "gift_cards" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- Promotions that orders have. An order that is rejected or cancelled has released them.
CREATE TABLE "redemptions" (
  "order_id" UUID NOT NULL,
  "promotion_code" TEXT NOT NULL,
  "voucher_code" TEXT,
  "released_at" TIMESTAMPTZ(3),
  CONSTRAINT "redemptions_pkey" PRIMARY KEY ("order_id", "promotion_code"),
  CONSTRAINT "redemptions_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "redemptions_of_promotion" ON "redemptions" ("promotion_code") WHERE "released_at" IS NULL;
CREATE INDEX "redemptions_of_voucher" ON "redemptions" ("voucher_code") WHERE "released_at" IS NULL AND "voucher_code" IS NOT NULL;

CREATE TABLE "catalogue_variants" (
  "variant_id" UUID NOT NULL,
  "product_id" UUID NOT NULL,
  "sku" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "slug" TEXT NOT NULL,
  "image_url" TEXT,
  "price_minor" BIGINT NOT NULL CHECK ("price_minor" >= 0),
  "currency" CHAR(3) NOT NULL,
  "category_ids" UUID[] NOT NULL DEFAULT '{}',
  "tax_class" TEXT,
  "weight_grams" INTEGER CHECK ("weight_grams" >= 0),
  "is_shipped" BOOLEAN NOT NULL DEFAULT true,
  "for_sale" BOOLEAN NOT NULL,
  "removed" BOOLEAN NOT NULL,
  "version" INTEGER NOT NULL,
  CONSTRAINT "catalogue_variants_pkey" PRIMARY KEY ("variant_id")
);
CREATE INDEX "catalogue_variants_product_id_idx" ON "catalogue_variants" ("product_id");

CREATE TABLE "variant_availability" (
  "variant_id" UUID NOT NULL,
  "available" INTEGER NOT NULL CHECK ("available" >= 0),
  "event_id" UUID NOT NULL,
  CONSTRAINT "variant_availability_pkey" PRIMARY KEY ("variant_id")
);

CREATE TABLE "carts" (
  "id" UUID NOT NULL,
  "customer_id" UUID,
  "token_hash" TEXT,
  "voucher_codes" TEXT[] NOT NULL DEFAULT '{}',
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

CREATE TABLE "stripe_intents" (
  "key" TEXT NOT NULL,
  "intent_id" TEXT NOT NULL,
  "amount_minor" BIGINT NOT NULL,
  "currency" CHAR(3) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "stripe_intents_pkey" PRIMARY KEY ("key")
);
CREATE UNIQUE INDEX "stripe_intents_intent_id_key" ON "stripe_intents" ("intent_id");

CREATE TABLE "stripe_customers" (
  "user_id" UUID NOT NULL,
  "customer_id" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "stripe_customers_pkey" PRIMARY KEY ("user_id")
);
CREATE UNIQUE INDEX "stripe_customers_customer_id_key" ON "stripe_customers" ("customer_id");

CREATE TABLE "test_charges" (
  "key" TEXT NOT NULL,
  "token" TEXT NOT NULL,
  "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" >= 0),
  "currency" CHAR(3) NOT NULL,
  "status" "TestChargeStatus" NOT NULL,
  "failure_code" TEXT,
  "is_captured_later" BOOLEAN NOT NULL DEFAULT false,
  "authorised_until" TIMESTAMPTZ(3),
  "captures" JSONB NOT NULL DEFAULT '[]',
  "return_url" TEXT,
  "save_for" UUID,
  "due_at" TIMESTAMPTZ(3),
  "tries" INTEGER NOT NULL DEFAULT 0,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "test_charges_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "test_charges_due" ON "test_charges" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "test_charges_created_at_idx" ON "test_charges" ("created_at");
CREATE INDEX "test_charges_to_save" ON "test_charges" ("save_for") WHERE "save_for" IS NOT NULL;

CREATE TABLE "test_payment_methods" (
  "id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "token" TEXT NOT NULL,
  "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "test_payment_methods_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "test_payment_methods_user_id_token_key" ON "test_payment_methods" ("user_id", "token");

CREATE TABLE "test_refunds" (
  "key" TEXT NOT NULL,
  "charge_key" TEXT NOT NULL,
  "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" > 0),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "test_refunds_pkey" PRIMARY KEY ("key"),
  CONSTRAINT "test_refunds_charge_key_fkey" FOREIGN KEY ("charge_key") REFERENCES "test_charges" ("key") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "test_refunds_charge_key_idx" ON "test_refunds" ("charge_key");

-- Decimals of the currencies with which the amounts of this database are stored; npm run migrate compares them.
CREATE TABLE "currencies" (
  "code" CHAR(3) NOT NULL,
  "decimals" SMALLINT NOT NULL,
  CONSTRAINT "currencies_pkey" PRIMARY KEY ("code")
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
