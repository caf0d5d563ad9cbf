import { isId, type PageRequest, toPage } from '@shop/domain';
import type { LedgerLine, StockFilter, StockSort, StockStore } from '../domain/ports.ts';
import type { Stock } from '../domain/stock.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Database } from './client.ts';

type Lists = Pick<StockStore, 'page' | 'count' | 'movements' | 'movementCounts'>;

/** What the staff reads: all stock, and the ledger of each. */
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
    const found = new Map(counts.map(({ variantId, _count: n }) => [variantId, n]));
    return ids.map((id) => found.get(id) ?? 0);
  },
});

const columns = Prisma.raw(
  'variant_id AS "variantId", sku, on_hand AS "onHand", reserved, ' +
    'low_stock_threshold AS "lowStockThreshold", version',
);
const isLow = Prisma.sql`on_hand - reserved <= low_stock_threshold`;

function toWhere({ lowStock, sku }: StockFilter): Prisma.Sql {
  const low = lowStock ? isLow : Prisma.sql`NOT (${isLow})`;
  const prefix = `${(sku ?? '').replace(/[\\%_]/g, '\\$&')}%`;
  return Prisma.join(
    [
      Prisma.sql`TRUE`,
      ...(lowStock === undefined ? [] : [low]),
      ...(sku ? [Prisma.sql`sku COLLATE "C" LIKE ${prefix}`] : []),
    ],
    ' AND ',
  );
}

/** Keyset on the sort and the id, so a page stays right while variants are added. */
export function pageQuery(
  filter: StockFilter,
  sort: StockSort,
  { backward, cursor, size }: PageRequest,
): Prisma.Sql {
  const [key, id] = cursor ?? [];
  const by = sort === 'SKU' ? Prisma.sql`sku COLLATE "C"` : Prisma.sql`(on_hand - reserved)`;
  const value = sort === 'SKU' ? Prisma.sql`${key}::text` : Prisma.sql`${Number(key)}::integer`;
  const beyond = backward ? Prisma.sql`<` : Prisma.sql`>`;
  const order = backward ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const from = cursor
    ? Prisma.sql`(${by}, variant_id) ${beyond} (${value}, ${id}::uuid)`
    : Prisma.sql`TRUE`;
  return Prisma.sql`
    SELECT ${columns} FROM stock WHERE ${toWhere(filter)} AND ${from}
    ORDER BY ${by} ${order}, variant_id ${order} LIMIT ${size + 1}`;
}

type MovementRow = { [K in keyof LedgerLine]-?: LedgerLine[K] | null } & LedgerLine;

async function readMovements(database: Database, ids: readonly string[], request: PageRequest) {
  const rows = await database.$queryRaw<MovementRow[]>(movementsQuery(ids, request));
  return ids.map((variantId) =>
    toPage(rows.filter((row) => row.variantId === variantId).map(toLine), request),
  );
}

/** One statement for all variants; each reads its own end of the index. */
export function movementsQuery(
  ids: readonly string[],
  { backward, cursor, size }: PageRequest,
): Prisma.Sql {
  const [id] = cursor ?? [];
  const beyond = backward ? Prisma.sql`>` : Prisma.sql`<`;
  const order = backward ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const from = id ? Prisma.sql`id ${beyond} ${id}::bigint` : Prisma.sql`TRUE`;
  return Prisma.sql`
    SELECT line.id::text, line.variant_id AS "variantId", line.kind::text,
      line.on_hand_delta AS "onHandDelta", line.reserved_delta AS "reservedDelta", line.reason,
      line.order_id AS "orderId", line.actor_id AS "actorId", line.created_at AS "createdAt"
    FROM unnest(${ids.filter(isId)}::uuid[]) AS wanted (id)
    CROSS JOIN LATERAL (
      SELECT * FROM stock_movements WHERE variant_id = wanted.id AND ${from}
      ORDER BY id ${order} LIMIT ${size + 1}
    ) AS line
    ORDER BY line.id ${order}`;
}

const toLine = ({ orderId, actorId, ...row }: MovementRow): LedgerLine => ({
  ...row,
  ...(orderId && { orderId }),
  ...(actorId && { actorId }),
});
