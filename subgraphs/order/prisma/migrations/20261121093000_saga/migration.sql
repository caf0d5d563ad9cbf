ALTER TYPE "OrderStatus" ADD VALUE 'SHIPPED';
ALTER TYPE "OrderStatus" ADD VALUE 'DELIVERED';
ALTER TYPE "PaymentStatus" ADD VALUE 'REQUIRES_ACTION';
CREATE TYPE "RefundStatus" AS ENUM ('PENDING', 'SUCCEEDED', 'FAILED');
CREATE TYPE "OrderStepKind" AS ENUM ('PLACED', 'CONFIRMED', 'REJECTED', 'PAYMENT_FAILED', 'PAID', 'SHIPPED', 'DELIVERED', 'CANCELLED', 'REFUNDED');

ALTER TABLE "orders"
  ADD COLUMN "expires_at" TIMESTAMPTZ(3),
  ADD COLUMN "shipment" JSONB,
  ADD COLUMN "correlation_id" TEXT;
UPDATE "orders" SET "correlation_id" = "id"::text;
-- Orders that wait for their payment since before there was a deadline.
UPDATE "orders" SET "expires_at" = now() + interval '30 minutes' WHERE "status" = 'CONFIRMED';
ALTER TABLE "orders" ALTER COLUMN "correlation_id" SET NOT NULL;
CREATE INDEX "orders_expiring" ON "orders" ("expires_at") WHERE "expires_at" IS NOT NULL;

ALTER TABLE "payments" ADD COLUMN "action_url" TEXT;
CREATE INDEX "payments_open" ON "payments" ("created_at") WHERE "status" <> 'CAPTURED' AND "status" <> 'FAILED';

CREATE TABLE "refunds" (
  "id" UUID NOT NULL,
  "order_id" UUID NOT NULL,
  "payment_id" UUID NOT NULL,
  "status" "RefundStatus" NOT NULL,
  "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" > 0),
  "reason" TEXT NOT NULL,
  "failure_code" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "refunds_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "refunds_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "refunds_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "refunds_order_id_idx" ON "refunds" ("order_id");
CREATE INDEX "refunds_pending" ON "refunds" ("created_at") WHERE "status" = 'PENDING';

CREATE TABLE "order_steps" (
  "id" BIGSERIAL NOT NULL,
  "order_id" UUID NOT NULL,
  "kind" "OrderStepKind" NOT NULL,
  "actor_id" UUID,
  "correlation_id" TEXT NOT NULL,
  "note" TEXT,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "order_steps_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "order_steps_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "order_steps_order_id_id_idx" ON "order_steps" ("order_id", "id");
-- The steps of orders there are already, from the events that have not been cleaned away.
INSERT INTO "order_steps" ("order_id", "kind", "actor_id", "correlation_id", "at")
SELECT o."id",
  (CASE e."type"
    WHEN 'order.created.v1' THEN 'PLACED'
    WHEN 'order.confirmed.v1' THEN 'CONFIRMED'
    WHEN 'order.rejected.v1' THEN 'REJECTED'
    WHEN 'payment.failed.v1' THEN 'PAYMENT_FAILED'
    WHEN 'order.paid.v1' THEN 'PAID'
    ELSE 'CANCELLED'
  END)::"OrderStepKind",
  (e."event"->>'actorid')::uuid, e."event"->>'correlationid', e."created_at"
FROM "outbox" e JOIN "orders" o ON o."id" = (e."event"->'data'->>'orderId')::uuid
ORDER BY e."seq";
