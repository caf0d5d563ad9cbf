import type { EventData } from '@shop/schema';
import type { StockChanges } from './ports.ts';
import { settleUnits } from './settle-units.ts';
import { ReservationNotActiveError } from './ship-stock.ts';

type Returned = Pick<EventData<'order.return_updated.v1'>, 'orderId' | 'number' | 'returnedSoFar'>;

/**
 * Adds the units to stock that came back so far and can be sold again. What was added already stays as it is, so the
 * events of an order may arrive in any sequence, also before those of its parcels. Throws ReservationNotActiveError
 * when the order has no reservation from which units were shipped.
 */
export async function restockReturned(
  stock: StockChanges,
  { orderId, number, returnedSoFar }: Returned,
): Promise<void> {
  const restocked = new Map(returnedSoFar.map((units) => [units.variantId, units.restocked]));
  const variantIds = [...restocked.keys()].filter((id) => restocked.get(id));
  if (variantIds.length === 0) return;
  await stock.changeFor(orderId, variantIds, (stocks, before) => {
    if (before?.status !== 'ACTIVE' && before?.status !== 'FULFILLED') {
      throw new ReservationNotActiveError(orderId, before?.status);
    }
    const lines = before.lines.map((line) => ({
      ...line,
      restocked: Math.max(line.restocked, restocked.get(line.variantId) ?? 0),
    }));
    return settleUnits(stocks, before, { lines, status: before.status }, number);
  });
}
