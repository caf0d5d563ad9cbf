import type { Page, PageRequest, Viewer } from '@shop/schema';
import DataLoader from 'dataloader';
import type { LedgerLine, StockStore } from './domain/ports.ts';
import type { Reservation } from './domain/reservation.ts';
import type { Stock } from './domain/stock.ts';

/** Batched reads of one request. Reservations the viewer may not see are null. */
export const createLoaders = (stock: StockStore, viewer: Viewer | undefined) => ({
  stock: new DataLoader<string, Stock | undefined>((ids) => stock.byVariantIds(ids)),
  movements: new DataLoader<MovementsOf, Page<LedgerLine>, string>(
    (wanted) => readMovements(stock, wanted),
    { cacheKeyFn: keyOf },
  ),
  movementCount: new DataLoader<string, number>((ids) => stock.movementCounts(ids)),
  reservation: new DataLoader<string, Reservation | null>(async (orderIds) =>
    (await stock.reservations(orderIds)).map((reservation) => {
      const own = viewer !== undefined && reservation?.customerId === viewer.id;
      return reservation && (own || viewer?.scopes.has('orders:read')) ? reservation : null;
    }),
  ),
});

type MovementsOf = { readonly variantId: string; readonly page: PageRequest };
const keyOf = ({ variantId, page }: MovementsOf) => JSON.stringify([variantId, page]);

/** One read for all variants of which the same page is wanted. */
async function readMovements(stock: StockStore, wanted: readonly MovementsOf[]) {
  const pages = new Map(wanted.map(({ page }) => [JSON.stringify(page), page]));
  const found = new Map<string, Page<LedgerLine>>();
  for (const page of pages.values()) {
    const same = wanted.filter((one) => JSON.stringify(one.page) === JSON.stringify(page));
    const read = await stock.movements(
      same.map(({ variantId }) => variantId),
      page,
    );
    for (const [n, one] of same.entries()) {
      found.set(keyOf(one), read[n] ?? { rows: [], more: false });
    }
  }
  return wanted.map((one) => found.get(keyOf(one)) ?? { rows: [], more: false });
}

export type Loaders = ReturnType<typeof createLoaders>;
