CREATE TYPE "ProductStatus" AS ENUM ('DRAFT', 'ACTIVE', 'ARCHIVED');

-- Words reach this database cut and folded by wordsOf of @shop/domain, joined by spaces: neither PostgreSQL's parser nor
-- the locale of the database decides anything. They are letters, marks and digits, so that quotes suffice to write them
-- into a tsvector.

-- The English stem finds "running" by "run". A word that has none is its own stem.
CREATE FUNCTION "stem_of"(word text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN word COLLATE pg_catalog."C" ~ '^[a-z]+$'
  THEN coalesce((pg_catalog.ts_lexize('pg_catalog.english_stem', word))[1], word) ELSE word END;

-- Each word and its stem at the position of the word. A position is at most 16383.
CREATE FUNCTION "search_vector"(words text, weight text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
  SELECT coalesce(string_agg(quote_literal(lexeme) || ':' || least(n, 16383) || weight, ' '), '')::tsvector
  FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS given (word, n),
    LATERAL unnest(ARRAY[left(word, 60), left("stem_of"(word), 60)]) AS lexeme;
END;

CREATE TABLE "products" (
  "id" UUID NOT NULL,
  "slug" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "description" TEXT NOT NULL,
  "status" "ProductStatus" NOT NULL,
  "images" JSONB NOT NULL DEFAULT '[]' CHECK (jsonb_array_length("images") <= 20),
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "published_at" TIMESTAMPTZ(3),
  "version" INTEGER NOT NULL DEFAULT 1,
  -- The list's copy of variants, stock and categories, written by refresh_listing.
  "in_stock" BOOLEAN NOT NULL DEFAULT false,
  "currency" CHAR(3) NOT NULL DEFAULT '',
  "min_price_minor" BIGINT NOT NULL DEFAULT 0,
  "option_values" TEXT[] NOT NULL DEFAULT '{}',
  "shelf_ids" UUID[] NOT NULL DEFAULT '{}',
  "variant_words" TEXT NOT NULL DEFAULT '',
  "category_words" TEXT NOT NULL DEFAULT '',
  "title_words" TEXT COLLATE "C" NOT NULL,
  "description_words" TEXT NOT NULL,
  "search" TSVECTOR GENERATED ALWAYS AS (
    "search_vector"("title_words", 'A') || "search_vector"("variant_words", 'B') ||
    "search_vector"("category_words", 'C') || "search_vector"("description_words", 'D')
  ) STORED,
  CONSTRAINT "products_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "products_slug_key" ON "products" ("slug");
CREATE INDEX "products_created_at_id_idx" ON "products" ("created_at" DESC, "id" DESC);
CREATE INDEX "products_search_idx" ON "products" USING gin ("search");
CREATE INDEX "products_option_values_idx" ON "products" USING gin ("option_values");
CREATE INDEX "products_shelf_ids_idx" ON "products" USING gin ("shelf_ids");
CREATE INDEX "products_status_created_at_id_idx" ON "products" ("status", "created_at" DESC, "id" DESC);
CREATE INDEX "products_status_currency_min_price_minor_id_idx" ON "products" ("status", "currency", "min_price_minor", "id");
CREATE INDEX "products_status_title_words_id_idx" ON "products" ("status", "title_words", "id");
CREATE INDEX "products_status_in_stock_created_at_id_idx" ON "products" ("status", "in_stock", "created_at" DESC, "id" DESC);
CREATE INDEX "products_currency_min_price_minor_id_idx" ON "products" ("currency", "min_price_minor", "id");
CREATE INDEX "products_title_words_id_idx" ON "products" ("title_words", "id");

-- A slug that a product had and none has now.
CREATE TABLE "former_product_slugs" (
  "slug" TEXT NOT NULL,
  "product_id" UUID NOT NULL,
  CONSTRAINT "former_product_slugs_pkey" PRIMARY KEY ("slug"),
  CONSTRAINT "former_product_slugs_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "former_product_slugs_product_id_idx" ON "former_product_slugs" ("product_id");

CREATE TABLE "product_variants" (
  "id" UUID NOT NULL,
  "product_id" UUID NOT NULL,
  "position" INTEGER NOT NULL,
  "sku" TEXT NOT NULL,
  "options" JSONB NOT NULL,
  -- Of the SKU and the values of options.
  "words" TEXT NOT NULL,
  "price_minor" BIGINT NOT NULL CHECK ("price_minor" >= 0),
  "currency" CHAR(3) NOT NULL,
  "tax_class" TEXT NOT NULL DEFAULT 'standard',
  "weight_grams" INTEGER CHECK ("weight_grams" >= 0),
  "is_shipped" BOOLEAN NOT NULL DEFAULT true,
  CONSTRAINT "product_variants_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "product_variants_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "product_variants_sku_key" ON "product_variants" ("sku");
CREATE UNIQUE INDEX "product_variants_product_id_position_key" ON "product_variants" ("product_id", "position");

-- A price is offered from the publication of its product until it is changed or the product is archived.
CREATE TABLE "variant_prices" (
  "id" UUID NOT NULL,
  "variant_id" UUID NOT NULL,
  "price_minor" BIGINT NOT NULL CHECK ("price_minor" >= 0),
  "currency" CHAR(3) NOT NULL,
  "valid_from" TIMESTAMPTZ(3) NOT NULL,
  "valid_to" TIMESTAMPTZ(3),
  CONSTRAINT "variant_prices_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "variant_prices_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "product_variants" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "variant_prices_in_order" CHECK ("valid_to" >= "valid_from")
);
CREATE INDEX "variant_prices_variant_id_valid_from_id_idx" ON "variant_prices" ("variant_id", "valid_from" DESC, "id" DESC);
CREATE UNIQUE INDEX "variant_prices_present" ON "variant_prices" ("variant_id") WHERE "valid_to" IS NULL;

-- The stock that inventory last published. No foreign key: its event may come before that of the variant.
CREATE TABLE "variant_stock" (
  "variant_id" UUID NOT NULL,
  "available" INTEGER NOT NULL CHECK ("available" >= 0),
  "event_time" TIMESTAMPTZ(3) NOT NULL,
  "event_id" UUID NOT NULL,
  CONSTRAINT "variant_stock_pkey" PRIMARY KEY ("variant_id")
);

CREATE TABLE "categories" (
  "id" UUID NOT NULL,
  "slug" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "words" TEXT NOT NULL,
  "parent_id" UUID,
  "version" INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT "categories_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "categories_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "categories" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "categories_slug_key" ON "categories" ("slug");
CREATE INDEX "categories_parent_id_idx" ON "categories" ("parent_id");

-- A slug that a category had and none has now.
CREATE TABLE "former_category_slugs" (
  "slug" TEXT NOT NULL,
  "category_id" UUID NOT NULL,
  CONSTRAINT "former_category_slugs_pkey" PRIMARY KEY ("slug"),
  CONSTRAINT "former_category_slugs_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "categories" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "former_category_slugs_category_id_idx" ON "former_category_slugs" ("category_id");

CREATE TABLE "product_categories" (
  "product_id" UUID NOT NULL,
  "category_id" UUID NOT NULL,
  CONSTRAINT "product_categories_pkey" PRIMARY KEY ("product_id", "category_id"),
  CONSTRAINT "product_categories_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "product_categories_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "categories" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "product_categories_category_id_idx" ON "product_categories" ("category_id");

-- A word with up to one letter removed, or two of a word of 8 letters or more. Two words that have a form in common
-- differ by a typing mistake: letters that are missing, added, replaced or moved.
CREATE FUNCTION "reduced_forms"(word text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
  WITH once AS (
    SELECT n, overlay(word PLACING '' FROM n FOR 1) AS form FROM generate_series(1, length(word)) AS n
  )
  SELECT array_agg(DISTINCT form COLLATE "C") FROM (
    SELECT word AS form
    UNION ALL SELECT form FROM once
    UNION ALL SELECT overlay(form PLACING '' FROM m FOR 1) FROM once, generate_series(1, n - 1) AS m
      WHERE length(word) BETWEEN 8 AND 20
  ) forms;
END;

-- Words that products have, for searches with typing mistakes. A word that no product has any more finds nothing.
CREATE TABLE "search_words" (
  "word" TEXT COLLATE "C" NOT NULL,
  "reduced_forms" TEXT[] COLLATE "C" NOT NULL,
  CONSTRAINT "search_words_pkey" PRIMARY KEY ("word")
);
CREATE INDEX "search_words_reduced_forms_idx" ON "search_words" USING gin ("reduced_forms");

-- A word of a search: itself, its stem, as an incomplete word all it begins, and with mistakes the similar words. A word
-- of 4 letters is similar to too many: it counts as a mistake only when no known word begins with it.
CREATE FUNCTION "search_word"(word text, incomplete boolean, mistakes boolean) RETURNS tsquery LANGUAGE sql STABLE STRICT
BEGIN ATOMIC
  SELECT string_agg(quote_literal(form) || mark, ' | ')::tsquery FROM (
    SELECT word AS form, CASE WHEN incomplete THEN ':*' ELSE '' END AS mark
    UNION ALL SELECT "stem_of"(word), ''
    UNION ALL (
      SELECT known.word, '' FROM "search_words" known
      WHERE mistakes AND (length(search_word.word) > 4 OR NOT EXISTS (
        SELECT 1 FROM "search_words" other WHERE other.word ^@ search_word.word
      )) AND known.reduced_forms && "reduced_forms"(search_word.word)
      ORDER BY abs(length(known.word) - length(search_word.word)), known.word LIMIT 20
    )
  ) forms;
END;

-- Updates what the list of products copies: prices, options, stock, categories and their parents.
CREATE FUNCTION "refresh_listing"(ids uuid[]) RETURNS void LANGUAGE sql AS $$
  UPDATE products p SET
    currency = v.currency, min_price_minor = v.min_price_minor, in_stock = v.in_stock,
    variant_words = v.words, option_values = o.option_values,
    shelf_ids = c.shelf_ids, category_words = c.words
  FROM unnest(ids) wanted (id),
    LATERAL (
      SELECT min(variant.currency) AS currency, min(price_minor) AS min_price_minor,
        coalesce(bool_or(stock.available > 0), false) AS in_stock,
        string_agg(variant.words, ' ' ORDER BY variant.position) AS words
      FROM product_variants variant LEFT JOIN variant_stock stock ON stock.variant_id = variant.id
      WHERE product_id = wanted.id
    ) v,
    LATERAL (
      SELECT coalesce(array_agg(DISTINCT chosen.name || E'\x1f' || chosen.value), '{}') AS option_values
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
      SELECT coalesce(array_agg(id), '{}') AS shelf_ids, coalesce(string_agg(nullif(words, ''), ' '), '') AS words
      FROM shelf
    ) c
  WHERE p.id = wanted.id AND v.min_price_minor IS NOT NULL;

  -- In order, so that transactions with the same new words wait for each other without a deadlock.
  INSERT INTO search_words (word, reduced_forms)
  SELECT word, reduced_forms(word) FROM (
    SELECT DISTINCT lexeme COLLATE "C" AS word FROM products p, unnest(p.search) WHERE p.id = ANY(ids)
  ) found
  WHERE length(word) BETWEEN 4 AND 40 AND word !~ '[0-9]'
    AND NOT EXISTS (SELECT 1 FROM search_words known WHERE known.word = found.word)
  ORDER BY word
  ON CONFLICT DO NOTHING;
$$;

-- Decimals of the currencies with which the amounts of this database are stored; npm run migrate compares them.
CREATE TABLE "currencies" (
  "code" CHAR(3) NOT NULL,
  "decimals" SMALLINT NOT NULL,
  CONSTRAINT "currencies_pkey" PRIMARY KEY ("code")
);

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

CREATE TABLE "inbox" (
  "queue" TEXT NOT NULL,
  "event_id" UUID NOT NULL,
  "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "inbox_pkey" PRIMARY KEY ("queue", "event_id")
);
CREATE INDEX "inbox_received_at_idx" ON "inbox" ("received_at");
