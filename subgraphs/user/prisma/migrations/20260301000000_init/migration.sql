CREATE TYPE "Role" AS ENUM ('CUSTOMER', 'STAFF', 'ADMIN');
CREATE TYPE "UserStatus" AS ENUM ('ACTIVE', 'SUSPENDED');
CREATE TYPE "MailTokenPurpose" AS ENUM ('VERIFY_EMAIL', 'RESET_PASSWORD', 'CHANGE_EMAIL');

CREATE TABLE "users" (
  "id" UUID NOT NULL,
  "email" TEXT NOT NULL CHECK ("email" = lower("email" COLLATE "C")),
  "email_verified" BOOLEAN NOT NULL DEFAULT false,
  "display_name" TEXT NOT NULL,
  "roles" "Role"[],
  "status" "UserStatus" NOT NULL DEFAULT 'ACTIVE',
  "password_hash" TEXT NOT NULL,
  "generation" INTEGER NOT NULL DEFAULT 0 CHECK ("generation" >= 0),
  "generation_changed_at" TIMESTAMPTZ(3),
  "version" INTEGER NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "users_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "users_have_a_role" CHECK (cardinality("roles") > 0)
);
CREATE UNIQUE INDEX "users_email_key" ON "users" ("email");
-- For the search by the beginning of an e-mail address or a name, regardless of case in every script and locale.
CREATE INDEX "users_email_prefix" ON "users" ("email" text_pattern_ops);
CREATE INDEX "users_display_name_prefix" ON "users" (casefold("display_name" COLLATE "pg_unicode_fast") text_pattern_ops);
-- The list of users; what is rare has an index of its own, in the order of the list.
CREATE INDEX "users_created_at_id_idx" ON "users" ("created_at" DESC, "id" DESC);
CREATE INDEX "users_staff" ON "users" ("created_at" DESC, "id" DESC) WHERE "roles" @> '{STAFF}';
CREATE INDEX "users_admins" ON "users" ("created_at" DESC, "id" DESC) WHERE "roles" @> '{ADMIN}';
CREATE INDEX "users_suspended" ON "users" ("created_at" DESC, "id" DESC) WHERE "status" = 'SUSPENDED';
-- For recent revocations: few of all users and sessions.
CREATE INDEX "users_generation_changed" ON "users" ("generation_changed_at") WHERE "generation_changed_at" IS NOT NULL;

CREATE TABLE "sessions" (
  "id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "last_used_at" TIMESTAMPTZ(3) NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "user_agent" TEXT,
  "address" TEXT,
  "revoked_at" TIMESTAMPTZ(3),
  "revoked_reason" TEXT,
  CONSTRAINT "sessions_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "sessions_user_id_created_at_idx" ON "sessions" ("user_id", "created_at");
CREATE INDEX "sessions_revoked" ON "sessions" ("revoked_at") WHERE "revoked_at" IS NOT NULL;

CREATE TABLE "refresh_tokens" (
  "hash" TEXT NOT NULL,
  "session_id" UUID NOT NULL,
  "used_at" TIMESTAMPTZ(3),
  CONSTRAINT "refresh_tokens_pkey" PRIMARY KEY ("hash"),
  CONSTRAINT "refresh_tokens_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "refresh_tokens_session_id_idx" ON "refresh_tokens" ("session_id");

CREATE TABLE "mail_tokens" (
  "hash" TEXT NOT NULL,
  "user_id" UUID NOT NULL,
  "purpose" "MailTokenPurpose" NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "used_at" TIMESTAMPTZ(3),
  "new_email" TEXT,
  CONSTRAINT "mail_tokens_new_email" CHECK (("new_email" IS NOT NULL) = ("purpose" = 'CHANGE_EMAIL')),
  CONSTRAINT "mail_tokens_pkey" PRIMARY KEY ("hash"),
  CONSTRAINT "mail_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "mail_tokens_user_id_purpose_created_at_idx" ON "mail_tokens" ("user_id", "purpose", "created_at");
-- Only the link of the newest e-mail is valid.
CREATE UNIQUE INDEX "mail_tokens_unused" ON "mail_tokens" ("user_id", "purpose") WHERE "used_at" IS NULL;

CREATE TABLE "login_attempts" (
  "key" TEXT NOT NULL,
  "failures" INTEGER NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL,
  "locked_until" TIMESTAMPTZ(3),
  "forget_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "login_attempts_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "login_attempts_forget_at_idx" ON "login_attempts" ("forget_at");

CREATE TABLE "addresses" (
  "id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "recipient" TEXT NOT NULL,
  "company" TEXT,
  "line1" TEXT NOT NULL,
  "line2" TEXT,
  "city" TEXT NOT NULL,
  "region" TEXT,
  -- Some countries have no postal codes.
  "postal_code" TEXT,
  "country" CHAR(2) NOT NULL,
  "phone" TEXT,
  "is_default" BOOLEAN NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "addresses_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "addresses_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "addresses_user_id_idx" ON "addresses" ("user_id");
CREATE UNIQUE INDEX "addresses_one_default" ON "addresses" ("user_id") WHERE "is_default";

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
