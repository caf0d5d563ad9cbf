CREATE TYPE "DeliveryStatus" AS ENUM ('SENDING', 'RETRY', 'SENT', 'FAILED', 'SUPPRESSED');
CREATE TYPE "Channel" AS ENUM ('EMAIL', 'SMS');

CREATE TABLE "deliveries" (
  "event_id" UUID NOT NULL,
  "template" TEXT NOT NULL,
  "channel" "Channel" NOT NULL DEFAULT 'EMAIL',
  "recipient" TEXT NOT NULL,
  "mailbox" TEXT,
  "mail_group" TEXT,
  "subject" TEXT NOT NULL,
  "correlation_id" TEXT NOT NULL,
  "status" "DeliveryStatus" NOT NULL,
  "attempts" INTEGER NOT NULL DEFAULT 1,
  "error" TEXT,
  "sent_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "deliveries_pkey" PRIMARY KEY ("event_id", "template", "channel")
);
CREATE INDEX "deliveries_created_at_idx" ON "deliveries" ("created_at");
CREATE INDEX "deliveries_mailbox_created_at_idx" ON "deliveries" ("mailbox", "created_at");
-- Deliveries of unknown outcome are few, and each scrape of the metrics counts them.
CREATE INDEX "deliveries_sending" ON "deliveries" ("updated_at") WHERE "status" = 'SENDING';

CREATE TABLE "verified_mailboxes" (
  "mailbox" TEXT NOT NULL,
  "verified_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "verified_mailboxes_pkey" PRIMARY KEY ("mailbox")
);
