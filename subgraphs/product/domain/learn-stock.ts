import type { StockStore } from './ports.ts';

type Said = {
  readonly id: string;
  readonly time: string;
  readonly data: { readonly variantId: string; readonly onHand: number; readonly reserved: number };
};

/** Learns what can be bought of a variant; what is older than what is known changes nothing. */
export const learnStock = (stock: StockStore, { id, time, data }: Said): Promise<void> =>
  stock.learn({
    variantId: data.variantId,
    available: Math.max(0, data.onHand - data.reserved),
    eventTime: new Date(time),
    eventId: id,
  });
