import { inOrder, isId, toPage } from '@shop/schema';
import type { PricePoint, PriceStore } from '../domain/ports.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Database } from './client.ts';

type PointRow = {
  readonly id: string;
  readonly price_minor: bigint;
  readonly currency: string;
  readonly valid_from: Date;
  readonly valid_to: Date | null;
};

type SummaryRow = {
  readonly id: string;
  readonly currency: string;
  readonly lowest: bigint;
  readonly prior: bigint | null;
};

/** The prices of variants on Prisma. */
export const createPriceStore = (database: Database): PriceStore => ({
  async page(variantId, request) {
    const { backward, cursor, size } = request;
    const [validFrom, id] = cursor ?? [];
    const beyond = Prisma.raw(backward ? '>' : '<');
    const order = Prisma.raw(backward ? 'ASC' : 'DESC');
    const from =
      validFrom && id
        ? Prisma.sql`WHERE (valid_from, id) ${beyond} (${validFrom}::timestamptz, ${id}::uuid)`
        : Prisma.empty;
    const rows = await database.$queryRaw<PointRow[]>`
      SELECT * FROM (
        SELECT id, price_minor, currency, valid_from,
          lead(valid_from) OVER (ORDER BY valid_from, id) AS valid_to
        FROM variant_prices WHERE variant_id = ${variantId}::uuid
      ) AS points ${from}
      ORDER BY valid_from ${order}, id ${order} LIMIT ${size + 1}`;
    return toPage(rows.map(toPoint), request);
  },

  count: (variantId) => database.variantPrice.count({ where: { variantId } }),

  async summaries(variantIds, now) {
    const ids = variantIds.filter(isId);
    const rows = await database.$queryRaw<SummaryRow[]>`
      WITH points AS (
        SELECT variant_id, price_minor, currency, valid_from,
          lead(valid_from) OVER (PARTITION BY variant_id ORDER BY valid_from, id) AS valid_to
        FROM variant_prices WHERE variant_id = ANY(${ids}::uuid[])
      )
      SELECT variant.id, variant.currency,
        min(past.price_minor) FILTER (
          WHERE past.valid_to IS NULL OR past.valid_to > ${now}::timestamptz - interval '30 days'
        ) AS lowest,
        nullif(greatest(
          min(past.price_minor) FILTER (WHERE past.valid_to > present.valid_from - interval '30 days'),
          variant.price_minor
        ), variant.price_minor) AS prior
      FROM product_variants variant
      JOIN points present ON present.variant_id = variant.id AND present.valid_to IS NULL
      JOIN points past ON past.variant_id = variant.id AND past.currency = variant.currency
      WHERE variant.id = ANY(${ids}::uuid[])
      GROUP BY variant.id`;
    return inOrder(variantIds, rows, ({ id }) => id).map((row) => row && toSummary(row));
  },
});

const toPoint = (row: PointRow): PricePoint => ({
  id: row.id,
  price: { minor: row.price_minor, currency: row.currency },
  validFrom: row.valid_from,
  validTo: row.valid_to,
});

const toSummary = ({ currency, lowest, prior }: SummaryRow) => ({
  lowest30Days: { minor: lowest, currency },
  prior: prior === null ? null : { minor: prior, currency },
});
