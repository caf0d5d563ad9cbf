CREATE TABLE "addresses" (
  "id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "recipient" TEXT NOT NULL,
  "company" TEXT,
  "line1" TEXT NOT NULL,
  "line2" TEXT,
  "city" TEXT NOT NULL,
  "region" TEXT,
  "postal_code" TEXT NOT NULL,
  "country" CHAR(2) NOT NULL,
  "phone" TEXT,
  "is_default" BOOLEAN NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "addresses_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "addresses_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "addresses_user_id_idx" ON "addresses" ("user_id");
CREATE UNIQUE INDEX "addresses_one_default" ON "addresses" ("user_id") WHERE "is_default";

-- For the search by the beginning of an e-mail address or a name.
CREATE INDEX "users_email_prefix" ON "users" (lower("email") text_pattern_ops);
CREATE INDEX "users_display_name_prefix" ON "users" (lower("display_name") text_pattern_ops);
