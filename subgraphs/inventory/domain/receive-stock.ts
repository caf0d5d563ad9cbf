import { idempotencyKeyField, newIdempotencyKey, reasonField, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { changeOnHand } from './change-on-hand.ts';
import type { StockStore } from './ports.ts';

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
  const { variantId, quantity: units, reason } = request;
  const key = newIdempotencyKey('receiveStock', viewer.id, request);
  const change = { variantId, kind: 'RECEIVE', reason, units, field: 'quantity', key } as const;
  return changeOnHand(stock, viewer, change);
}
