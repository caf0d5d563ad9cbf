#!/bin/sh
# Creates a database and a login for every <NAME>_DATABASE_PASSWORD; a login can access no other database.
set -eu
for prefix in $(env | sed -n 's/^\([A-Z_]*\)_DATABASE_PASSWORD=.*/\1/p'); do
  name="shop_$(echo "$prefix" | tr '[:upper:]' '[:lower:]')"
  password=$(printenv "${prefix}_DATABASE_PASSWORD")
  psql -v ON_ERROR_STOP=1 -v name="$name" -v password="$password" --username "$POSTGRES_USER" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
