import {
  assertSameInput,
  type IdempotencyKey,
  inOrder,
  type PageRequest,
  toPage,
} from '@shop/domain';
import type { LedgerLine, StockChange, StockFilter, StockStore } from '../domain/ports.ts';
import type { Reservation } from '../domain/reservation.ts';
import { available, isLow, type Stock, type StockEvent } from '../domain/stock.ts';

/** A fake of the store of stock in memory, for large numbers of decisions. One change at a time. */
export function createMemoryStockStore() {
  const stocks = new Map<string, Stock>();
  const productVersions = new Map<string, number>();
  const productOf = new Map<string, string>();
  const reservations = new Map<string, Reservation>();
  const keys = new Map<string, IdempotencyKey>();
  const ledger: LedgerLine[] = [];
  const events: StockEvent[] = [];

  function save(change: StockChange): void {
    const next = new Map(stocks);
    for (const { variantId, onHandDelta, reservedDelta } of change.movements) {
      const after = moved(next.get(variantId), onHandDelta, reservedDelta);
      next.set(variantId, after);
    }
    const { threshold, reservation } = change;
    const stock = threshold && next.get(threshold.variantId);
    if (stock) {
      const version = stock.version + 1;
      next.set(stock.variantId, { ...stock, version, lowStockThreshold: threshold.units });
    }
    for (const [id, stock] of next) stocks.set(id, stock);
    for (const line of change.movements) {
      ledger.push({ ...line, id: String(ledger.length + 1), createdAt: new Date() });
    }
    if (reservation) reservations.set(reservation.orderId, reservation);
    events.push(...change.events);
  }

  const only = (ids: readonly string[]) =>
    new Map(ids.flatMap((id) => (stocks.has(id) ? [[id, stocks.get(id) as Stock]] : [])));
  const list = (filter: StockFilter) =>
    [...stocks.values()].filter(
      (stock) =>
        (filter.lowStock === undefined || filter.lowStock === isLow(stock)) &&
        (filter.removed === undefined || filter.removed === stock.removed) &&
        stock.sku.startsWith(filter.sku ?? ''),
    );
  const linesOf = (id: string) => ledger.filter(({ variantId }) => variantId === id);

  const store: StockStore = {
    async track({ productId, version, status, variants }) {
      if (version <= (productVersions.get(productId) ?? 0)) return;
      productVersions.set(productId, version);
      for (const [id, stock] of stocks) {
        if (productOf.get(id) === productId) {
          stocks.set(id, { ...stock, forSale: false, removed: true });
        }
      }
      const catalogue = { forSale: status === 'ACTIVE', removed: false };
      for (const { variantId, sku } of variants) {
        productOf.set(variantId, productId);
        const rest = { onHand: 0, reserved: 0, lowStockThreshold: 5, version: 1 };
        stocks.set(variantId, { variantId, ...rest, ...stocks.get(variantId), ...catalogue, sku });
      }
    },
    async change(ids, decide, key) {
      if (key && isUsed(keys, key)) return false;
      save(decide(only(ids)));
      if (key) keys.set(`${key.scope} ${key.key}`, key);
      return true;
    },
    async changeFor(orderId, ids, decide) {
      const reservation = reservations.get(orderId);
      const reserved = reservation?.lines.map(({ variantId }) => variantId) ?? [];
      save(decide(only([...ids, ...reserved]), reservation));
    },
    byVariantIds: async (ids) => inOrder(ids, [...stocks.values()], ({ variantId }) => variantId),
    reservations: async (ids) => inOrder(ids, [...reservations.values()], ({ orderId }) => orderId),
    page: async (filter, sort, request) =>
      pageOf(list(filter), request, (one) => [
        sort === 'SKU' ? one.sku : String(available(one)).padStart(8, '0'),
        one.variantId,
      ]),
    count: async (filter) => list(filter).length,
    movements: async (ids, request) =>
      // Newest first: backward in order of ids.
      ids.map((id) => {
        const page = pageOf(linesOf(id), { ...request, backward: !request.backward }, idOf);
        return { ...page, rows: page.rows.toReversed() };
      }),
    movementCounts: async (ids) => ids.map((id) => linesOf(id).length),
  };
  return { store, events, ledger, reservations, stocks };
}

const idOf = ({ id }: LedgerLine) => [id.padStart(20, '0')];

/** Applies a movement. Throws where the CHECK constraints of the database would. */
function moved(stock: Stock | undefined, onHandDelta: number, reservedDelta: number): Stock {
  if (!stock) throw new Error('unknown variant');
  const onHand = stock.onHand + onHandDelta;
  const reserved = stock.reserved + reservedDelta;
  if (reserved < 0 || onHand < reserved) throw new Error('stock_never_oversold');
  return { ...stock, onHand, reserved, version: stock.version + 1 };
}

function isUsed(keys: ReadonlyMap<string, IdempotencyKey>, key: IdempotencyKey): boolean {
  const used = keys.get(`${key.scope} ${key.key}`);
  if (used) assertSameInput(key, used.fingerprint);
  return used !== undefined;
}

function pageOf<T>(
  items: readonly T[],
  request: PageRequest,
  keyOf: (item: T) => readonly string[],
) {
  const sortable = (key: readonly string[]) =>
    key.map((part) => (/^\d{1,18}$/.test(part) ? part.padStart(20, '0') : part)).join(' ');
  const sign = request.backward ? -1 : 1;
  const order = (a: string, b: string) => (a < b ? -sign : a > b ? sign : 0);
  const from = request.cursor && sortable(request.cursor);
  const rows = items
    .map((item) => ({ item, key: sortable(keyOf(item)) }))
    .filter(({ key }) => from === undefined || order(from, key) < 0)
    .sort((a, b) => order(a.key, b.key))
    .map(({ item }) => item);
  return toPage(rows.slice(0, request.size + 1), request);
}
