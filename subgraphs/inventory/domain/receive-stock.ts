import {
  idempotencyKeyField,
  newIdempotencyKey,
  reasonField,
  refuse,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { StockStore } from './ports.ts';
import { maxOnHand, stockChanged, wanted } from './stock.ts';

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

/** Books units into stock, once per key. Refuses INVALID_VALUE, UNKNOWN_VARIANT, IDEMPOTENCY_CONFLICT. */
export async function receiveStock(
  stock: StockStore,
  keeper: Viewer,
  input: ReceiveStockInput,
): Promise<{ id: string }> {
  const request = validate(receiveStockInput, input);
  const { variantId, quantity, reason } = request;
  await stock.change(
    [variantId],
    (stocks) => {
      const before = wanted(stocks, variantId);
      const onHand = before.onHand + quantity;
      if (onHand > maxOnHand) refuse('INVALID_VALUE', `makes more than ${maxOnHand}`, ['quantity']);
      const reservedDelta = 0;
      return {
        movements: [{ variantId, kind: 'RECEIVE', onHandDelta: quantity, reservedDelta, reason }],
        events: stockChanged(before, { ...before, onHand }),
      };
    },
    newIdempotencyKey('receiveStock', keeper.id, request),
  );
  return { id: variantId };
}
