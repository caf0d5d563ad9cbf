import type { EventData } from '@shop/schema';
import { noChange } from './move-lines.ts';
import type { StockChanges } from './ports.ts';

/** Shows the reservation of a guest's order to the account that has claimed the order. */
export const claimReservation = (
  stock: StockChanges,
  { orderId, customerId }: Pick<EventData<'order.claimed.v1'>, 'orderId' | 'customerId'>,
): Promise<void> =>
  stock.changeFor(orderId, [], (_, before) =>
    before ? { ...noChange, reservation: { ...before, customerId } } : noChange,
  );
