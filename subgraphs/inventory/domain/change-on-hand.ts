import { type IdempotencyKey, refuse } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import type { Movement, StockStore } from './ports.ts';
import { assertMaxOnHand, findStock, stockEvents } from './stock.ts';
import { assertCanReadStock } from './visibility.ts';

/** Units that are added on hand, or removed when there are less than 0. */
export type OnHandChange = Pick<Movement, 'variantId' | 'kind' | 'reason'> & {
  readonly units: number;
  /** Field of the input that has the units. */
  readonly field: string;
  readonly key: IdempotencyKey;
  readonly expectedVersion?: number | null | undefined;
};

/**
 * Changes the units on hand, once per key and never below the reserved units. Refuses INVALID_VALUE, UNKNOWN_VARIANT,
 * VERSION_CONFLICT, INSUFFICIENT_STOCK and IDEMPOTENCY_CONFLICT.
 */
export async function changeOnHand(
  stock: StockStore,
  viewer: Viewer,
  { variantId, kind, reason, units, field, key, expectedVersion }: OnHandChange,
): Promise<{ id: string }> {
  const decided = await stock.change(
    [variantId],
    (stocks) => {
      const before = findStock(stocks, variantId, expectedVersion);
      const onHand = before.onHand + units;
      assertMaxOnHand(onHand, field);
      if (onHand < before.reserved) {
        const message = `${before.onHand} units are on hand, ${before.reserved} of them are reserved.`;
        refuse('INSUFFICIENT_STOCK', message, [field], {
          type: 'STOCK',
          variantId,
          requested: -units,
          available: { quantity: before.onHand - before.reserved, atLeast: false },
        });
      }
      return {
        movements: [{ variantId, kind, onHandDelta: units, reservedDelta: 0, reason }],
        events: stockEvents(before, { ...before, onHand }),
      };
    },
    key,
  );
  if (!decided) assertCanReadStock(viewer);
  return { id: variantId };
}
