CREATE TYPE "Channel" AS ENUM ('EMAIL', 'SMS');

-- The default lets a worker of the version before go on until it is replaced.
ALTER TABLE "deliveries"
  ADD COLUMN "channel" "Channel" NOT NULL DEFAULT 'EMAIL',
  ADD COLUMN "sent_at" TIMESTAMPTZ(3);

UPDATE "deliveries" SET "sent_at" = "updated_at" WHERE "status" = 'SENT';

ALTER TABLE "deliveries"
  DROP CONSTRAINT "deliveries_pkey",
  ADD CONSTRAINT "deliveries_pkey" PRIMARY KEY ("event_id", "template", "channel");
