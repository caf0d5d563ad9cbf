import { newId } from '@shop/domain';
import { createRetention } from '@shop/service/postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addCartLines } from '../domain/cart/add-cart-lines.ts';
import { createTestProvider } from '../payments/test-provider/create-test-provider.ts';
import { createChargeStore } from '../payments/test-provider/prisma/charge-store.ts';
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
const policies = orderRetention({ carts: 90, keys: 30, testCharges: 365 });
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

it('a charge of the test provider is deleted with its refunds after 365 days', async () => {
  const { prisma } = stores;
  const charges = createChargeStore(prisma);
  const provider = createTestProvider({ charges, publicUrl: 'https://shop.example', delayMs: 0 });
  const amount = { minor: 100n, currency: 'EUR' };
  const add = async (days: number) => {
    const key = newId();
    await provider.charge({ key, amount, token: 'tok_success' });
    await provider.refund({ key: newId(), chargeKey: key, amount });
    await prisma.testCharge.update({ where: { key }, data: { createdAt: ago(days) } });
    return key;
  };
  const [, recent] = [await add(365.1), await add(364.9)];
  await deleteExpired();
  expect(await prisma.testCharge.findMany()).toMatchObject([{ key: recent }]);
  expect(await prisma.testRefund.findMany()).toMatchObject([{ chargeKey: recent }]);
});
