import { idempotencyKeyField, newIdempotencyKey, reasonField, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { StockStore } from './ports.ts';
import { assertMaxOnHand, findStock, stockEvents } from './stock.ts';
import { assertCanReadStock } from './visibility.ts';

const maxUnits = 100_000;

const receiveStockInput = z.object({
  variantId: z.string(),
  quantity: z
    .number()
    .int()
    .min(1, 'must be at least 1')
    .max(maxUnits, `must be at most ${maxUnits}`),
  reason: reasonField,
  idempotencyKey: idempotencyKeyField,
});
export type ReceiveStockInput = z.input<typeof receiveStockInput>;

/** Adds received units, once per key. Refuses INVALID_VALUE, UNKNOWN_VARIANT and IDEMPOTENCY_CONFLICT. */
export async function receiveStock(
  stock: StockStore,
  viewer: Viewer,
  input: ReceiveStockInput,
): Promise<{ id: string }> {
  const request = validate(receiveStockInput, input);
  const { variantId, quantity, reason } = request;
  const decided = await stock.change(
    [variantId],
    (stocks) => {
      const before = findStock(stocks, variantId);
      const onHand = before.onHand + quantity;
      assertMaxOnHand(onHand, 'quantity');
      const reservedDelta = 0;
      return {
        movements: [{ variantId, kind: 'RECEIVE', onHandDelta: quantity, reservedDelta, reason }],
        events: stockEvents(before, { ...before, onHand }),
      };
    },
    newIdempotencyKey('receiveStock', viewer.id, request),
  );
  if (!decided) assertCanReadStock(viewer);
  return { id: variantId };
}
