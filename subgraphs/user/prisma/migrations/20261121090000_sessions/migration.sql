CREATE TYPE "UserStatus" AS ENUM ('ACTIVE', 'SUSPENDED');
CREATE TYPE "MailTokenPurpose" AS ENUM ('VERIFY_EMAIL', 'RESET_PASSWORD');

ALTER TABLE "users"
  ADD COLUMN "email_verified" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "generation" INTEGER NOT NULL DEFAULT 0 CHECK ("generation" >= 0),
  ADD COLUMN "generation_changed_at" TIMESTAMPTZ(3),
  ADD COLUMN "status" "UserStatus" NOT NULL DEFAULT 'ACTIVE',
  ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1,
  ADD CONSTRAINT "users_have_a_role" CHECK (cardinality("roles") > 0);
CREATE INDEX "users_created_at_id_idx" ON "users" ("created_at" DESC, "id" DESC);
-- For what was revoked lately: few of all users and sessions.
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
-- A session has one good token at a time.
CREATE UNIQUE INDEX "refresh_tokens_unused" ON "refresh_tokens" ("session_id") WHERE "used_at" IS NULL;

CREATE TABLE "mail_tokens" (
  "hash" TEXT NOT NULL,
  "user_id" UUID NOT NULL,
  "purpose" "MailTokenPurpose" NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "used_at" TIMESTAMPTZ(3),
  CONSTRAINT "mail_tokens_pkey" PRIMARY KEY ("hash"),
  CONSTRAINT "mail_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "mail_tokens_user_id_purpose_created_at_idx" ON "mail_tokens" ("user_id", "purpose", "created_at");
-- Only the link of the newest mail is good.
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
