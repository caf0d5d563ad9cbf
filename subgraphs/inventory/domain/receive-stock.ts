import {
  idempotencyKeyField,
  newIdempotencyKey,
  refuse,
  type Viewer,
  validate,
} from '@shop/schema';
import { z } from 'zod';
import type { StockStore } from './ports.ts';
import { stockChanged } from './stock.ts';

const maxUnits = 100_000;

const receiveStockInput = z.object({
  variantId: z.string(),
  quantity: z
    .number()
    .int()
    .min(1, 'must be at least 1')
    .max(maxUnits, `must be at most ${maxUnits}`),
  reason: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(200, 'must have at most 200 characters'),
  idempotencyKey: idempotencyKeyField,
});
export type ReceiveStockInput = z.input<typeof receiveStockInput>;

/** A variant holds no more units than this, far below the database's integer. */
const maxOnHand = 10_000_000;

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
      const before = stocks.get(variantId);
      if (!before) return refuse('UNKNOWN_VARIANT', 'There is no such variant.', ['variantId']);
      const onHand = before.onHand + quantity;
      if (onHand > maxOnHand) refuse('INVALID_VALUE', `makes more than ${maxOnHand}`, ['quantity']);
      const reservedDelta = 0;
      return {
        movements: [{ variantId, kind: 'RECEIVE', onHandDelta: quantity, reservedDelta, reason }],
        events: [stockChanged({ ...before, onHand })],
      };
    },
    newIdempotencyKey('receiveStock', keeper.id, request),
  );
  return { id: variantId };
}
