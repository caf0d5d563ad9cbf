import type { EventData } from '@shop/schema';
import type { StockStore } from './ports.ts';

type StockChanged = {
  readonly id: string;
  readonly time: string;
  readonly data: EventData<'stock.changed.v1'>;
};

/** Projects the available units of a variant. An event that is older than the last one changes nothing. */
export const projectStock = (stock: StockStore, { id, time, data }: StockChanged): Promise<void> =>
  stock.project({
    variantId: data.variantId,
    available: Math.max(0, data.onHand - data.reserved),
    eventTime: new Date(time),
    eventId: id,
  });
