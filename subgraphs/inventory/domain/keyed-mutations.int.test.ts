import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { mutationsWithKey, refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stockManager } from '../testing/graph-fixture.ts';
import { openStock } from '../testing/open-stock.ts';
import { type AdjustStockInput, adjustStock } from './adjust-stock.ts';
import { type ReceiveStockInput, receiveStock } from './receive-stock.ts';
import { type SetLowStockThresholdInput, setLowStockThreshold } from './set-low-stock-threshold.ts';

let stock: Awaited<ReturnType<typeof openStock>>;
beforeAll(async () => {
  stock = await openStock();
});
afterAll(() => stock.close());

type Case = {
  readonly send: (viewer: Viewer, input: object) => Promise<{ readonly id: string }>;
  readonly input: object;
  /** Other spellings of the same input. */
  readonly spellings: readonly object[];
  readonly others: readonly object[];
};
const reasons = [{ reason: ' Größe ' }, { reason: 'Gro\u0308ße' }];

const cases: Readonly<Record<string, Case>> = {
  adjustStock: {
    send: (viewer, input) => adjustStock(stock.store, viewer, input as AdjustStockInput),
    input: { delta: 1, reason: 'Größe' },
    spellings: [...reasons, { expectedVersion: null }],
    others: [{ delta: 2 }, { expectedVersion: 2 }],
  },
  receiveStock: {
    send: (viewer, input) => receiveStock(stock.store, viewer, input as ReceiveStockInput),
    input: { quantity: 1, reason: 'Größe' },
    spellings: reasons,
    others: [{ quantity: 2 }],
  },
  setLowStockThreshold: {
    send: (viewer, input) =>
      setLowStockThreshold(stock.store, viewer, input as SetLowStockThresholdInput),
    input: { threshold: 3 },
    spellings: [{ expectedVersion: null }],
    others: [{ threshold: 4 }, { expectedVersion: 2 }],
  },
};

it('every mutation of the SDL with an idempotency key is tested below', () => {
  expect(Object.keys(cases).sort()).toEqual(mutationsWithKey('inventory.graphql'));
});

describe.each(Object.entries(cases))('%s', (name, { send, input, spellings, others }) => {
  const open = async () => {
    const variantId = await stock.stocked(5);
    const request = { ...input, variantId, idempotencyKey: newId() };
    await send(stockManager, request);
    return { request, after: await stock.figures(variantId) };
  };

  it(`${name} in another spelling is the same request, with another value it is another`, async () => {
    const { request, after } = await open();
    for (const spelling of spellings) {
      const again = await send(stockManager, { ...request, ...spelling });
      expect(again).toEqual({ id: request.variantId });
    }
    expect(await stock.figures(request.variantId)).toEqual(after);
    for (const other of others) {
      const refusal = await refusalOf(() => send(stockManager, { ...request, ...other }));
      expect(refusal).toEqual(['IDEMPOTENCY_CONFLICT idempotencyKey']);
    }
  });

  it(`${name} is not answered again to a viewer who may no longer read the stock`, async () => {
    const { request } = await open();
    const demoted = { ...stockManager, scopes: new Set<never>() };
    expect(await refusalOf(() => send(demoted, request))).toEqual(['NOT_FOUND variantId']);
  });
});
