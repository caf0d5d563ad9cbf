import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { request, requestData, tokenOf } from './client.ts';
import {
  AdjustStockDocument,
  ProductDocument,
  ReceiveStockDocument,
  SetLowStockThresholdDocument,
  StockItemsDocument,
} from './generated/graphql.ts';

const newReason = () => ({ reason: 'inventory journey', idempotencyKey: randomUUID() });

it('staff receive and adjust stock, set a threshold, and list low stock with its movements', async () => {
  const token = await tokenOf('staff');
  const { product } = await requestData(ProductDocument, { slug: 'trail-runners' }, token);
  const { id: variantId = '', sku, stock } = product?.variants[0] ?? {};
  const onHand = stock?.onHand ?? 0;

  const received = { variantId, quantity: 7, ...newReason() };
  await requestData(ReceiveStockDocument, { input: received }, token);
  const counted = { variantId, delta: -3, ...newReason() };
  const { adjustStock } = await requestData(AdjustStockDocument, { input: counted }, token);
  expect(adjustStock).toEqual({ variant: { stock: { onHand: onHand + 4 } }, userErrors: [] });

  const lost = { variantId, delta: -100_000, ...newReason() };
  const { adjustStock: refused } = await requestData(AdjustStockDocument, { input: lost }, token);
  expect(refused?.userErrors).toEqual([{ code: 'INSUFFICIENT_STOCK', field: ['delta'] }]);

  const threshold = { variantId, threshold: 1_000_000 };
  await requestData(SetLowStockThresholdDocument, { input: threshold }, token);
  const filter = { lowStock: true, sku: sku ?? '' };
  const { stockItems } = await requestData(
    StockItemsDocument,
    { filter, sort: 'AVAILABLE' },
    token,
  );
  await requestData(SetLowStockThresholdDocument, { input: { variantId, threshold: 5 } }, token);
  expect(stockItems).toMatchObject({
    totalCount: 1,
    nodes: [
      {
        lowStockThreshold: 1_000_000,
        variant: { sku },
        movements: {
          nodes: [
            { kind: 'ADJUST', onHandDelta: -3, reason: 'inventory journey', order: null },
            { kind: 'RECEIVE', onHandDelta: 7 },
          ],
        },
      },
    ],
  });
  expect(stockItems?.nodes[0]?.movements?.nodes[0]?.actor?.displayName).toBeTruthy();
});

it('a customer can neither change nor list stock', async () => {
  const token = await tokenOf('carla');
  const input = { variantId: randomUUID(), delta: 1, ...newReason() };
  const responses = await Promise.all([
    request(AdjustStockDocument, { input }, token),
    request(StockItemsDocument, {}, token),
  ]);
  for (const { errors } of responses) expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
});
