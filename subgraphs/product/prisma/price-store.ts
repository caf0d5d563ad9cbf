import { inOrder, isId, type PageRequest, toPage } from '@shop/domain';
import { type KeyColumn, keyset } from '@shop/service/sql';
import type { PricePoint, PriceStore } from '../domain/ports.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Database } from './client.ts';

type PointRow = {
  readonly id: string;
  readonly variant_id: string;
  readonly price_minor: bigint;
  readonly currency: string;
  readonly valid_from: Date;
  readonly valid_to: Date | null;
};

type SummaryRow = {
  readonly id: string;
  readonly currency: string;
  readonly lowest: bigint | null;
  readonly prior: bigint | null;
};

/** 30 days, in hours, since a day has 23 or 25 hours when the database's time zone changes its offset. */
const window = Prisma.sql`interval '720 hours'`;

/** The store of price histories on Prisma. */
export const createPriceStore = (database: Database): PriceStore => ({
  pages: (variantIds, request) => readPages(database, variantIds, request),

  async counts(variantIds) {
    const where = { variantId: { in: variantIds.filter(isId) } };
    const by = ['variantId' as const];
    const counts = await database.variantPrice.groupBy({ by, where, _count: true });
    return inOrder(variantIds, counts, ({ variantId }) => variantId).map((row) => row?._count ?? 0);
  },

  async summaries(variantIds, now) {
    const ids = variantIds.filter(isId);
    const rows = await database.$queryRaw<SummaryRow[]>`
      SELECT variant.id, variant.currency,
        min(past.price_minor) FILTER (
          WHERE past.valid_to IS NULL OR past.valid_to > ${now}::timestamptz - ${window}
        ) AS lowest,
        nullif(greatest(
          min(past.price_minor) FILTER (WHERE past.valid_to > present.valid_from - ${window}),
          variant.price_minor
        ), variant.price_minor) AS prior
      FROM product_variants variant
      JOIN variant_prices past ON past.variant_id = variant.id AND past.currency = variant.currency
      LEFT JOIN variant_prices present ON present.variant_id = variant.id AND present.valid_to IS NULL
      WHERE variant.id = ANY(${ids}::uuid[])
      GROUP BY variant.id`;
    return inOrder(variantIds, rows, ({ id }) => id).map((row) => row && toSummary(row));
  },
});

/** Reads the pages of all variants in one statement; each variant reads its own end of the index. */
async function readPages(database: Database, ids: readonly string[], request: PageRequest) {
  const { condition, orderBy, limit } = keyset({
    columns: newestFirst,
    descending: true,
    ...request,
  });
  const rows = await database.$queryRaw<PointRow[]>`
    SELECT point.* FROM unnest(${ids.filter(isId)}::uuid[]) AS wanted (id)
    CROSS JOIN LATERAL (
      SELECT * FROM variant_prices point WHERE point.variant_id = wanted.id AND ${condition}
      ${orderBy} ${limit}
    ) AS point
    ${orderBy}`;
  return ids.map((variantId) =>
    toPage(rows.filter((row) => row.variant_id === variantId).map(toPoint), request),
  );
}

const newestFirst: readonly KeyColumn[] = [
  { column: Prisma.sql`point.valid_from`, type: 'timestamptz' },
  { column: Prisma.sql`point.id`, type: 'uuid' },
];

const toPoint = (row: PointRow): PricePoint => ({
  id: row.id,
  price: { minor: row.price_minor, currency: row.currency },
  validFrom: row.valid_from,
  validTo: row.valid_to,
});

const toSummary = ({ currency, lowest, prior }: SummaryRow) => ({
  lowest30Days: lowest === null ? null : { minor: lowest, currency },
  prior: prior === null ? null : { minor: prior, currency },
});
