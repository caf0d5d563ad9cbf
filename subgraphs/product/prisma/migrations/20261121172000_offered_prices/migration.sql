-- A price counts while its product is on sale: from its publication on, until it is changed or archived.
ALTER TABLE "variant_prices" ADD COLUMN "valid_to" TIMESTAMPTZ(3);
UPDATE "variant_prices" p SET "valid_to" = n."valid_to" FROM (
  SELECT "id", lead("valid_from") OVER (PARTITION BY "variant_id" ORDER BY "valid_from", "id") AS "valid_to"
  FROM "variant_prices"
) n WHERE n."id" = p."id";
-- When it was archived nobody has noted: at the latest when it was last changed.
UPDATE "variant_prices" v SET "valid_to" = greatest(v."valid_from", p."updated_at")
FROM "product_variants" o JOIN "products" p ON p."id" = o."product_id"
WHERE o."id" = v."variant_id" AND v."valid_to" IS NULL AND p."status" <> 'ACTIVE';
DELETE FROM "variant_prices" v USING "product_variants" o JOIN "products" p ON p."id" = o."product_id"
WHERE o."id" = v."variant_id" AND (p."published_at" IS NULL OR v."valid_to" <= p."published_at");
UPDATE "variant_prices" v SET "valid_from" = p."published_at"
FROM "product_variants" o JOIN "products" p ON p."id" = o."product_id"
WHERE o."id" = v."variant_id" AND v."valid_from" < p."published_at";
ALTER TABLE "variant_prices" ADD CONSTRAINT "variant_prices_in_order" CHECK ("valid_to" >= "valid_from");
CREATE UNIQUE INDEX "variant_prices_present" ON "variant_prices" ("variant_id") WHERE "valid_to" IS NULL;
