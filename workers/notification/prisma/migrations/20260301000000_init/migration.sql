CREATE TYPE "DeliveryStatus" AS ENUM ('SENDING', 'RETRY', 'SENT', 'FAILED');

CREATE TABLE "deliveries" (
  "event_id" UUID NOT NULL,
  "template" TEXT NOT NULL,
  "recipient" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "correlation_id" TEXT NOT NULL,
  "status" "DeliveryStatus" NOT NULL,
  "attempts" INTEGER NOT NULL DEFAULT 1,
  "error" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "deliveries_pkey" PRIMARY KEY ("event_id", "template")
);
CREATE INDEX "deliveries_created_at_idx" ON "deliveries" ("created_at");
