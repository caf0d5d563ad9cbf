import { newId } from '@shop/domain';
import { mutationsWithKey, refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newKey } from '../testing/fixtures.ts';
import { keyedMutations } from '../testing/keyed-mutations.ts';
import { openOrderFixture } from '../testing/order-fixture.ts';
import type { Order } from './order.ts';

let shop: Awaited<ReturnType<typeof openOrderFixture>>;
beforeAll(async () => {
  shop = await openOrderFixture();
});
afterAll(() => shop.close());

it('every mutation of the SDL with an idempotency key is tested below', () => {
  const names = Object.keys(keyedMutations).map((name) => name.split(' ')[0]);
  // Those of carts are tested in cart/keyed-carts.int.test.ts, the others in resolvers/.
  const all = new Set([
    ...names,
    'addCartLines',
    'setCartLines',
    'createVouchers',
    'createGiftCards',
  ]);
  expect([...all].sort()).toEqual(mutationsWithKey('order.graphql'));
});

type Response = Order | { readonly order: Order };

/** Makes the order of a response that of another customer. */
async function giveAway(response: Response): Promise<void> {
  const { id } = 'order' in response ? response.order : response;
  const link = { guestLinkHash: null, guestLinkSealed: null, guestLinkExpiresAt: null };
  const data = { customerId: newId(), guestTokenHash: null, guestTokenSeed: null, ...link };
  await shop.prisma.order.update({ where: { id }, data });
}

describe.each(Object.entries(keyedMutations))('%s', (name, mutation) => {
  const { prepare, spellings, others, viewer, isOwner } = mutation;
  const open = async () => {
    const input = { ...(await prepare(shop)), idempotencyKey: newKey() };
    const send = (change: object = {}, requester = viewer) =>
      mutation.send(shop, requester, { ...input, ...change } as never);
    return { first: await send(), send };
  };

  it(`${name} in another spelling is the same request, with another value it is another`, async () => {
    const { first, send } = await open();
    for (const spelling of spellings) {
      expect([spelling, await send(spelling)]).toEqual([spelling, first]);
    }
    for (const other of others) {
      const refusal = ['IDEMPOTENCY_CONFLICT idempotencyKey'];
      expect([other, await refusalOf(() => send(other))]).toEqual([other, refusal]);
    }
  });

  it(`${name} is not answered again to a requester who may no longer read the order`, async () => {
    const { first, send } = await open();
    if (isOwner) await giveAway(first as Response);
    const withoutScopes = viewer && { ...viewer, scopes: new Set<never>() };
    const [refusal] = await refusalOf(() => send({}, isOwner ? viewer : withoutScopes));
    expect(refusal).toMatch(/^NOT_FOUND (orderId|idempotencyKey)$/);
  });
});
