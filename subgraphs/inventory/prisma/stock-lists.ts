import { inOrder, isId, type PageRequest, toPage } from '@shop/domain';
import {
  allOf,
  type KeyColumn,
  keyset,
  listPage,
  prefixPattern,
  searchPage,
} from '@shop/service/sql';
import type { LedgerLine, StockFilter, StockSort, StockStore } from '../domain/ports.ts';
import type { Stock } from '../domain/stock.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Database } from './client.ts';

type Lists = Pick<StockStore, 'page' | 'count' | 'movements' | 'movementCounts'>;

/** The lists for staff on Prisma: all stock, and the ledgers of variants. */
export const createStockLists = (database: Database): Lists => ({
  async page(filter, sort, request) {
    return toPage(await database.$queryRaw<Stock[]>(pageQuery(filter, sort, request)), request);
  },

  async count(filter) {
    const [row] = await database.$queryRaw<{ n: bigint }[]>`
      SELECT count(*) AS n FROM stock WHERE ${toWhere(filter)}`;
    return Number(row?.n ?? 0);
  },

  movements: (ids, request) => readMovements(database, ids, request),

  async movementCounts(ids) {
    const where = { variantId: { in: ids.filter(isId) } };
    const by = ['variantId' as const];
    const counts = await database.movement.groupBy({ by, where, _count: true });
    return inOrder(ids, counts, ({ variantId }) => variantId).map((row) => row?._count ?? 0);
  },
});

const columns = Prisma.raw(
  'variant_id AS "variantId", sku, on_hand AS "onHand", reserved, ' +
    'low_stock_threshold AS "lowStockThreshold", for_sale AS "forSale", removed, version',
);
const table = Prisma.sql`stock`;
const sku = Prisma.sql`sku COLLATE "C"`;
const isLow = Prisma.sql`on_hand - reserved <= low_stock_threshold`;

const toWhere = ({ lowStock, removed, sku: search }: StockFilter): Prisma.Sql =>
  allOf([
    // Not as a parameter, which would not match the partial index.
    removed !== undefined && (removed ? Prisma.sql`removed` : Prisma.sql`NOT removed`),
    lowStock !== undefined && (lowStock ? isLow : Prisma.sql`NOT (${isLow})`),
    search ? Prisma.sql`${sku} LIKE ${prefixPattern(search)}` : undefined,
  ]);

const variantId: KeyColumn = { column: Prisma.sql`variant_id`, type: 'uuid' };
const sortKeys: Readonly<Record<StockSort, readonly KeyColumn[]>> = {
  SKU: [{ column: sku, type: 'text' }, variantId],
  AVAILABLE: [{ column: Prisma.sql`(on_hand - reserved)`, type: 'integer' }, variantId],
};

/** The stock of one page. In the order of SKUs, a search is a part of the list. */
export function pageQuery(filter: StockFilter, sort: StockSort, request: PageRequest): Prisma.Sql {
  const page = keyset({ columns: sortKeys[sort], descending: false, ...request });
  const list = { columns, table, matches: toWhere(filter), page };
  return filter.sku && sort !== 'SKU' ? searchPage({ ...list, indexed: sku }) : listPage(list);
}

type MovementRow = { [K in keyof LedgerLine]-?: LedgerLine[K] | null } & LedgerLine;

async function readMovements(database: Database, ids: readonly string[], request: PageRequest) {
  const rows = await database.$queryRaw<MovementRow[]>(movementsQuery(ids, request));
  return ids.map((variantId) =>
    toPage(rows.filter((row) => row.variantId === variantId).map(toLine), request),
  );
}

/** One statement for all variants; each variant reads its own end of the index. */
export function movementsQuery(ids: readonly string[], request: PageRequest): Prisma.Sql {
  const { condition, orderBy, limit } = keyset({
    columns: [{ column: Prisma.sql`line.id`, type: 'bigint' }],
    descending: true,
    ...request,
  });
  return Prisma.sql`
    SELECT line.id::text, line.variant_id AS "variantId", line.kind::text,
      line.on_hand_delta AS "onHandDelta", line.reserved_delta AS "reservedDelta", line.reason,
      line.order_id AS "orderId", line.actor_id AS "actorId", line.created_at AS "createdAt"
    FROM unnest(${ids.filter(isId)}::uuid[]) AS wanted (id)
    CROSS JOIN LATERAL (
      SELECT * FROM stock_movements line WHERE line.variant_id = wanted.id AND ${condition}
      ${orderBy} ${limit}
    ) AS line
    ${orderBy}`;
}

const toLine = ({ orderId, actorId, ...row }: MovementRow): LedgerLine => ({
  ...row,
  ...(orderId && { orderId }),
  ...(actorId && { actorId }),
});
