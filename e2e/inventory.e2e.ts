import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { ask, get, tokenOf } from './client.ts';
import {
  AdjustStockDocument,
  ProductDocument,
  ReceiveStockDocument,
  SetLowStockThresholdDocument,
  StockItemsDocument,
} from './generated/graphql.ts';

const byHand = () => ({ reason: 'inventory journey', idempotencyKey: randomUUID() });

it('the staff receives, corrects, sets a threshold, and finds what is low with its ledger', async () => {
  const token = await tokenOf('staff');
  const { product } = await get(ProductDocument, { slug: 'trail-runners' }, token);
  const { id: variantId = '', sku, stock } = product?.variants[0] ?? {};
  const onHand = stock?.onHand ?? 0;

  const received = { variantId, quantity: 7, ...byHand() };
  await get(ReceiveStockDocument, { input: received }, token);
  const counted = { variantId, delta: -3, ...byHand() };
  const { adjustStock } = await get(AdjustStockDocument, { input: counted }, token);
  expect(adjustStock).toEqual({ variant: { stock: { onHand: onHand + 4 } }, userErrors: [] });

  const lost = { variantId, delta: -100_000, ...byHand() };
  const { adjustStock: refused } = await get(AdjustStockDocument, { input: lost }, token);
  expect(refused?.userErrors).toEqual([{ code: 'INSUFFICIENT_STOCK', field: ['delta'] }]);

  const threshold = { variantId, threshold: 1_000_000 };
  await get(SetLowStockThresholdDocument, { input: threshold }, token);
  const filter = { lowStock: true, sku: sku ?? '' };
  const { stockItems } = await get(StockItemsDocument, { filter, sort: 'AVAILABLE' }, token);
  await get(SetLowStockThresholdDocument, { input: { variantId, threshold: 5 } }, token);
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
  expect(stockItems?.nodes[0]?.movements.nodes[0]?.actor?.displayName).toBeTruthy();
});

it('a customer neither changes nor lists stock', async () => {
  const token = await tokenOf('carla');
  const input = { variantId: randomUUID(), delta: 1, ...byHand() };
  const answers = await Promise.all([
    ask(AdjustStockDocument, { input }, token),
    ask(StockItemsDocument, {}, token),
  ]);
  for (const { errors } of answers) expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
});
