-- Some countries have no postal codes.
ALTER TABLE "addresses" ALTER COLUMN "postal_code" DROP NOT NULL;
