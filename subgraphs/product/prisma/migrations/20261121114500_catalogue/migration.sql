ALTER TABLE "categories" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;

-- Without accents and in lower case, whatever the locale of the database is.
CREATE FUNCTION "fold"(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pg_catalog.lower(
  pg_catalog.regexp_replace(pg_catalog.normalize(words, 'NFKD'), '[\u0300-\u036f]', '', 'g') COLLATE pg_catalog."pg_c_utf8"
);

-- English finds "running" by "run"; simple keeps names as they are and lets their beginnings be found.
CREATE FUNCTION "search_words"(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pg_catalog.to_tsvector('pg_catalog.english', "fold"(words)) || pg_catalog.to_tsvector('pg_catalog.simple', "fold"(words));

-- in_stock to category_words: the list's copy of variants, stock and categories, kept by refresh_listing.
ALTER TABLE "products"
  ADD COLUMN "published_at" TIMESTAMPTZ(3),
  ADD COLUMN "images" JSONB NOT NULL DEFAULT '[]' CHECK (jsonb_array_length("images") <= 20),
  ADD COLUMN "in_stock" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "currency" CHAR(3) NOT NULL DEFAULT '',
  ADD COLUMN "min_price_minor" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "option_values" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "shelf_ids" UUID[] NOT NULL DEFAULT '{}',
  ADD COLUMN "variant_words" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "category_words" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "title_key" TEXT COLLATE "C" GENERATED ALWAYS AS ("fold"("title")) STORED,
  ADD COLUMN "search" TSVECTOR GENERATED ALWAYS AS (
    setweight("search_words"("title"), 'A') || setweight("search_words"("variant_words"), 'B') ||
    setweight("search_words"("category_words"), 'C') || setweight("search_words"("description"), 'D')
  ) STORED;
UPDATE "products" SET "published_at" = "created_at" WHERE "status" <> 'DRAFT';

CREATE INDEX "products_search_idx" ON "products" USING gin ("search");
CREATE INDEX "products_option_values_idx" ON "products" USING gin ("option_values");
CREATE INDEX "products_shelf_ids_idx" ON "products" USING gin ("shelf_ids");
CREATE INDEX "products_status_created_at_id_idx" ON "products" ("status", "created_at" DESC, "id" DESC);
CREATE INDEX "products_status_currency_min_price_minor_id_idx" ON "products" ("status", "currency", "min_price_minor", "id");
CREATE INDEX "products_status_title_key_id_idx" ON "products" ("status", "title_key", "id");
CREATE INDEX "products_status_in_stock_created_at_id_idx" ON "products" ("status", "in_stock", "created_at" DESC, "id" DESC);
CREATE INDEX "products_currency_min_price_minor_id_idx" ON "products" ("currency", "min_price_minor", "id");
CREATE INDEX "products_title_key_id_idx" ON "products" ("title_key", "id");

CREATE TABLE "variant_prices" (
  "id" UUID NOT NULL,
  "variant_id" UUID NOT NULL,
  "price_minor" BIGINT NOT NULL CHECK ("price_minor" >= 0),
  "currency" CHAR(3) NOT NULL,
  "valid_from" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "variant_prices_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "variant_prices_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "product_variants" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "variant_prices_variant_id_valid_from_id_idx" ON "variant_prices" ("variant_id", "valid_from" DESC, "id" DESC);
INSERT INTO "variant_prices" ("id", "variant_id", "price_minor", "currency", "valid_from")
SELECT gen_random_uuid(), v."id", v."price_minor", v."currency", p."updated_at"
FROM "product_variants" v JOIN "products" p ON p."id" = v."product_id";

-- What inventory said last of a variant. No foreign key: stock may be heard of before its variant is here.
CREATE TABLE "variant_stock" (
  "variant_id" UUID NOT NULL,
  "available" INTEGER NOT NULL CHECK ("available" >= 0),
  "event_time" TIMESTAMPTZ(3) NOT NULL,
  "event_id" UUID NOT NULL,
  CONSTRAINT "variant_stock_pkey" PRIMARY KEY ("variant_id")
);

CREATE TABLE "idempotency_keys" (
  "scope" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "fingerprint" TEXT NOT NULL,
  "answer" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("scope", "key")
);

CREATE TABLE "inbox" (
  "queue" TEXT NOT NULL,
  "event_id" UUID NOT NULL,
  "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "inbox_pkey" PRIMARY KEY ("queue", "event_id")
);

-- Makes the list's copy right for these products: prices, options, stock, categories and those above.
CREATE FUNCTION "refresh_listing"(ids uuid[]) RETURNS void LANGUAGE sql AS $$
  UPDATE products p SET
    currency = v.currency, min_price_minor = v.min_price_minor, in_stock = v.in_stock,
    variant_words = v.words || ' ' || o.words, option_values = o.option_values,
    shelf_ids = c.shelf_ids, category_words = c.words
  FROM unnest(ids) wanted (id),
    LATERAL (
      SELECT min(variant.currency) AS currency, min(price_minor) AS min_price_minor,
        coalesce(bool_or(stock.available > 0), false) AS in_stock,
        string_agg(sku || ' ' || replace(sku, '-', ' '), ' ') AS words
      FROM product_variants variant LEFT JOIN variant_stock stock ON stock.variant_id = variant.id
      WHERE product_id = wanted.id
    ) v,
    LATERAL (
      SELECT coalesce(array_agg(DISTINCT chosen.name || E'\x1f' || chosen.value), '{}') AS option_values,
        coalesce(string_agg(DISTINCT chosen.value, ' '), '') AS words
      FROM product_variants variant, jsonb_to_recordset(variant.options) AS chosen (name text, value text)
      WHERE product_id = wanted.id
    ) o,
    LATERAL (
      WITH RECURSIVE shelf AS (
        SELECT category.* FROM categories category
        JOIN product_categories filed ON filed.category_id = category.id
        WHERE filed.product_id = wanted.id
        UNION
        SELECT above.* FROM categories above JOIN shelf ON shelf.parent_id = above.id
      )
      SELECT coalesce(array_agg(id), '{}') AS shelf_ids, coalesce(string_agg(name, ' '), '') AS words
      FROM shelf
    ) c
  WHERE p.id = wanted.id AND v.min_price_minor IS NOT NULL
$$;
SELECT "refresh_listing"(array_agg("id")) FROM "products";
