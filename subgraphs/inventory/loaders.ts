import type { PageRequest } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { createFieldLoader } from '@shop/service';
import DataLoader from 'dataloader';
import type { StockStore } from './domain/ports.ts';
import type { Reservation } from './domain/reservation.ts';
import type { Stock } from './domain/stock.ts';
import { canRead } from './domain/visibility.ts';

/** Creates the batched reads of one request. Reservations that the viewer may not see are null. */
export function createLoaders(stock: StockStore, viewer: Viewer | undefined) {
  const ofVariants = {
    stock: new DataLoader<string, Stock | undefined>((ids) => stock.byVariantIds(ids)),
    movements: createFieldLoader((ids, page: PageRequest) => stock.movements(ids, page)),
    movementCount: new DataLoader<string, number>((ids) => stock.movementCounts(ids)),
  };
  return {
    ...ofVariants,
    /** Forgets what was read about a variant, after a change of its stock. */
    clear(variantId: string): void {
      for (const loader of Object.values(ofVariants)) loader.clear(variantId);
    },
    reservation: new DataLoader<string, Reservation | null>(async (orderIds) =>
      (await stock.reservations(orderIds)).map((reservation) =>
        reservation && canRead(reservation, { viewer }) ? reservation : null,
      ),
    ),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
