CREATE TYPE "EndpointStatus" AS ENUM ('ENABLED', 'DISABLED');
CREATE TYPE "WebhookFormat" AS ENUM ('CLOUD_EVENTS', 'SIMPLE');
CREATE TYPE "DeliveryStatus" AS ENUM ('PENDING', 'DELIVERED', 'PARKED');

CREATE TABLE "endpoints" (
  "id" UUID NOT NULL,
  "url" TEXT NOT NULL,
  "description" TEXT,
  "events" TEXT[],
  "format" "WebhookFormat" NOT NULL,
  "status" "EndpointStatus" NOT NULL,
  "disabled_reason" TEXT,
  "disabled_at" TIMESTAMPTZ(3),
  "failing_since" TIMESTAMPTZ(3),
  "secret" TEXT NOT NULL,
  "previous_secret" TEXT,
  "previous_secret_expires_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "version" INTEGER NOT NULL,
  CONSTRAINT "endpoints_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "deliveries" (
  "id" UUID NOT NULL,
  "endpoint_id" UUID NOT NULL,
  "event_id" UUID NOT NULL,
  "event" TEXT NOT NULL,
  "format" "WebhookFormat" NOT NULL,
  "body" TEXT NOT NULL,
  "status" "DeliveryStatus" NOT NULL DEFAULT 'PENDING',
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "next_attempt_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
  "response_status" INTEGER,
  "response_body" TEXT,
  "error" TEXT,
  "traceparent" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "settled_at" TIMESTAMPTZ(3),
  CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "deliveries_endpoint_id_fkey" FOREIGN KEY ("endpoint_id")
    REFERENCES "endpoints" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
-- One delivery for each event and endpoint, however often the bus delivers the event.
CREATE UNIQUE INDEX "deliveries_endpoint_id_event_id_key" ON "deliveries" ("endpoint_id", "event_id");
CREATE INDEX "deliveries_endpoint_id_id_idx" ON "deliveries" ("endpoint_id", "id");
CREATE INDEX "deliveries_endpoint_id_status_id_idx" ON "deliveries" ("endpoint_id", "status", "id");
CREATE INDEX "deliveries_settled_at_idx" ON "deliveries" ("settled_at");
CREATE INDEX "deliveries_due" ON "deliveries" ("endpoint_id", "next_attempt_at") WHERE "status" = 'PENDING';

CREATE TABLE "idempotency_keys" (
  "scope" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "fingerprint" TEXT NOT NULL,
  "result" JSONB,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("scope", "key")
);
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys" ("created_at");
