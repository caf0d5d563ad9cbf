import { refusalOf } from '@shop/testing';
import { expect, it } from 'vitest';
import { mayReturnTo } from '../env.ts';
import { capturing } from '../testing/fake-providers.ts';
import { newKey, newViewer, paymentWindows } from '../testing/fixtures.ts';
import { createMemoryOrderStore } from '../testing/memory-order-store.ts';
import { placeTestOrder } from '../testing/place-test-order.ts';
import { confirmOrder } from './confirm-order.ts';
import { payOrder } from './pay-order.ts';

const customer = newViewer();
const listed = { PAYMENT_RETURN_ORIGINS: ['https://shop.example'] };

/** Pays with a page to return to. Returns the page that the provider receives. */
async function pay(
  returnUrl: string | null,
  NODE_ENV: 'production' | 'development' = 'production',
) {
  const orders = createMemoryOrderStore();
  const { id, number } = await placeTestOrder(orders, customer);
  await confirmOrder(orders, id, paymentWindows);
  let received: string | null | undefined;
  const payments: typeof capturing = {
    ...capturing,
    charge: async (request) => {
      received = request.returnUrl;
      return capturing.charge(request);
    },
  };
  const ports = { orders, payments, mayReturnTo: mayReturnTo({ ...listed, NODE_ENV }) };
  const input = { orderId: id, paymentToken: 'tok', returnUrl, idempotencyKey: newKey() };
  await payOrder(ports, customer, input);
  return { received, number };
}

it('the provider receives the page of the shop with the order number in its query', async () => {
  const { received, number } = await pay('https://shop.example/done?lang=de&order=1#top');
  expect(received).toBe(`https://shop.example/done?lang=de&order=${number}#top`);
});

it.each([null, '', ' '])('without a page (%j) the provider receives none', async (returnUrl) => {
  expect((await pay(returnUrl)).received).toBeNull();
});

it.each([
  'https://evil.example/',
  'https://shop.example.evil.example/',
  'https://shop.example@evil.example/',
  'https://user:password@shop.example/',
  'http://shop.example/',
  'https://shop.example:8443/',
  'http://localhost:3000/done',
  'javascript:alert(1)',
  '//shop.example/done',
  '/done',
  `https://shop.example/${'x'.repeat(500)}`,
])('a payment cannot return to %s in production', async (returnUrl) => {
  expect(await refusalOf(() => pay(returnUrl))).toEqual(['INVALID_VALUE returnUrl']);
});

it.each(['http://localhost:3000/done', 'http://127.0.0.1/', 'http://[::1]:8080/'])(
  'outside production, a payment can return to %s',
  async (returnUrl) => {
    expect((await pay(returnUrl, 'development')).received).toContain(returnUrl);
  },
);

it.each(['http://localhost.evil.example/', 'http://10.0.0.1/'])(
  'outside production, a payment cannot return to %s either',
  async (returnUrl) => {
    expect(await refusalOf(() => pay(returnUrl, 'development'))).toEqual([
      'INVALID_VALUE returnUrl',
    ]);
  },
);
