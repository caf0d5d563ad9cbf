import { createRetention } from '@shop/service/postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addCartLines } from '../domain/cart/add-cart-lines.ts';
import { newViewer, productData, variantA } from '../testing/fixtures.ts';
import { openStores } from '../testing/open-stores.ts';
import { orderRetention } from './retention.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.projectProduct(productData());
});
afterAll(() => stores.close());

const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
const policies = orderRetention({ carts: 90, keys: 30 });
const deleteExpired = () => createRetention(stores.pool, policies)();

it('a cart is deleted with its lines 90 days after its last change', async () => {
  const lines = [{ variantId: variantA, quantity: 1 }];
  const add = (days: number) => addCartLines(stores, newViewer(), { lines }, ago(days));
  const [expired, recent] = [await add(90.1), await add(89.9)];
  await deleteExpired();
  const cartIds = [expired.cart.id, recent.cart.id];
  const left = await stores.prisma.cartLine.findMany({ where: { cartId: { in: cartIds } } });
  expect(left.map(({ cartId }) => cartId)).toEqual([recent.cart.id]);
});

it('idempotency keys and webhook ids are deleted after 30 days', async () => {
  const { idempotencyKey } = stores.prisma;
  const add = async (key: string, days: number) => {
    const createdAt = ago(days);
    await idempotencyKey.create({ data: { scope: 's', key, fingerprint: 'f', createdAt } });
    const webhook = { scope: 'paymentWebhook', key, fingerprint: '', createdAt };
    await idempotencyKey.create({ data: webhook });
  };
  await add('expired', 30.1);
  await add('recent', 29.9);
  await deleteExpired();
  expect(await idempotencyKey.findMany({ orderBy: { scope: 'desc' } })).toMatchObject([
    { scope: 's', key: 'recent' },
    { scope: 'paymentWebhook', key: 'recent' },
  ]);
});
