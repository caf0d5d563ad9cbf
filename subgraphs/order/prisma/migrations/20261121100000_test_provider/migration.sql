CREATE TYPE "TestChargeStatus" AS ENUM ('CAPTURED', 'FAILED', 'REQUIRES_ACTION', 'PENDING');

CREATE TABLE "test_charges" (
  "key" TEXT NOT NULL,
  "token" TEXT NOT NULL,
  "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" >= 0),
  "currency" CHAR(3) NOT NULL,
  "status" "TestChargeStatus" NOT NULL,
  "failure_code" TEXT,
  "due_at" TIMESTAMPTZ(3),
  "tries" INTEGER NOT NULL DEFAULT 0,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "test_charges_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "test_charges_due" ON "test_charges" ("due_at") WHERE "due_at" IS NOT NULL;

CREATE TABLE "test_refunds" (
  "key" TEXT NOT NULL,
  "charge_key" TEXT NOT NULL,
  "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" > 0),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "test_refunds_pkey" PRIMARY KEY ("key"),
  CONSTRAINT "test_refunds_charge_key_fkey" FOREIGN KEY ("charge_key") REFERENCES "test_charges" ("key") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "test_refunds_charge_key_idx" ON "test_refunds" ("charge_key");

CREATE TABLE "webhook_events" (
  "id" TEXT NOT NULL,
  "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "webhook_events_pkey" PRIMARY KEY ("id")
);
