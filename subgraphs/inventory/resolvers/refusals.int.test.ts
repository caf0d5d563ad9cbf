import { declaredRefusals, refusedOperation } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { execute, stockManager } from '../testing/graph-fixture.ts';
import { openStock } from '../testing/open-stock.ts';
import { refusalCases } from '../testing/refusal-cases.ts';

let shop: Awaited<ReturnType<typeof openStock>>;
beforeAll(async () => {
  shop = await openStock();
});
afterAll(() => shop.close());

type Payload = { readonly userErrors: readonly { readonly code: string }[] };

it('every code that a mutation declares is tested below', () => {
  expect(Object.keys(refusalCases(shop)).sort()).toEqual(declaredRefusals('inventory.graphql'));
});

it.each(Object.keys(refusalCases({} as never)))(
  '%s: the payload has the stock as it is now, where the viewer may read it',
  async (name) => {
    const [mutation = '', code] = name.split(' ');
    const { input, now, viewer = stockManager } = (await refusalCases(shop)[name]?.()) ?? {};
    const operation = refusedOperation(mutation, 'variant { id } stock { onHand }');
    const { data, errors } = await execute(shop.store, operation, { input }, viewer);
    expect(errors).toEqual([]);
    const { userErrors, ...payload } = (data as never as Record<string, Payload>)[mutation] ?? {};
    expect(userErrors?.map((reason) => reason.code)).toEqual([code]);
    expect(payload).toMatchObject(now ?? {});
  },
);
