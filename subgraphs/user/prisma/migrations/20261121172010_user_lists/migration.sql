-- The staff's list of users: what is rare has an index of its own, in the order of the list.
CREATE INDEX "users_staff" ON "users" ("created_at" DESC, "id" DESC) WHERE "roles" @> '{STAFF}';
CREATE INDEX "users_admins" ON "users" ("created_at" DESC, "id" DESC) WHERE "roles" @> '{ADMIN}';
CREATE INDEX "users_suspended" ON "users" ("created_at" DESC, "id" DESC) WHERE "status" = 'SUSPENDED';
