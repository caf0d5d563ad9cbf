import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { post, registerCustomer, request, requestData, tokenOf } from './client.ts';
import {
  CancelOrderDocument,
  CreateProductDocument,
  OrderDocument,
  PayOrderDocument,
  PlaceOrderDocument,
  ProductDocument,
} from './generated/graphql.ts';
import { shippingAddress } from './shipping-address.ts';
import { shop } from './shop.ts';

const codes = (errors: readonly { extensions: { code: string } }[]) =>
  errors.map(({ extensions }) => extensions.code);

async function anyVariant(): Promise<string> {
  const { product } = await requestData(
    ProductDocument,
    { slug: 'classic-cotton-tee' },
    await tokenOf('staff'),
  );
  return product?.variants[0]?.id ?? '';
}

async function createOrder(token: string): Promise<string> {
  const lines = [{ variantId: await anyVariant(), quantity: 1 }];
  const input = { lines, shippingAddress, idempotencyKey: randomUUID() };
  const { placeOrder } = await requestData(PlaceOrderDocument, { input }, token);
  return placeOrder?.order?.id ?? '';
}

describe('roles', () => {
  const input = {
    title: 'Forbidden Thing',
    variants: [{ sku: 'FORBIDDEN-1', price: { amount: '1.00', currencyCode: 'EUR' } }],
  };

  it.each([
    ['anonymous clients', undefined, 'UNAUTHENTICATED'],
    ['customers', 'carla' as const, 'FORBIDDEN'],
  ])('%s cannot create products', async (_, name, code) => {
    const token = name && (await tokenOf(name));
    const { data, errors } = await request(CreateProductDocument, { input }, token);
    expect(codes(errors)).toEqual([code]);
    expect(data?.createProduct ?? null).toBeNull();
    const { product } = await requestData(
      ProductDocument,
      { slug: 'forbidden-thing' },
      await tokenOf('staff'),
    );
    expect(product).toBeNull();
  });

  it('customers cannot read exact stock', async () => {
    const { data, errors } = await request(
      ProductDocument,
      { slug: 'trail-runners' },
      await tokenOf('cem'),
    );
    expect(new Set(codes(errors))).toEqual(new Set(['FORBIDDEN']));
    expect(data?.product?.variants[0]).toMatchObject({ stock: null, availability: {} });
  });
});

describe('ownership', () => {
  it('only its customer and staff can read an order', async () => {
    const owner = await registerCustomer();
    const other = await registerCustomer();
    const id = await createOrder(owner.token);
    expect((await requestData(OrderDocument, { id }, owner.token)).order?.id).toBe(id);
    expect((await requestData(OrderDocument, { id }, await tokenOf('staff'))).order?.id).toBe(id);
    expect((await requestData(OrderDocument, { id }, other.token)).order).toBeNull();
    expect((await requestData(OrderDocument, { id })).order).toBeNull();
  });

  it('customers can neither pay nor cancel the order of another customer', async () => {
    const owner = await registerCustomer();
    const other = await registerCustomer();
    const orderId = await createOrder(owner.token);
    const payment = { orderId, paymentToken: 'tok_success', idempotencyKey: randomUUID() };
    const { payOrder } = await requestData(PayOrderDocument, { input: payment }, other.token);
    expect(payOrder?.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    const cancellation = { orderId, reason: 'malice', idempotencyKey: randomUUID() };
    const { cancelOrder } = await requestData(
      CancelOrderDocument,
      { input: cancellation },
      other.token,
    );
    expect(cancelOrder?.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await requestData(OrderDocument, { id: orderId }, owner.token)).order?.status).not.toBe(
      'CANCELLED',
    );
  });
});

describe('subgraphs', () => {
  it.each(['user', 'product', 'order', 'inventory'])(
    'the subgraph %s refuses requests without an internal token',
    async (name) => {
      const url = `http://127.0.0.1:${shop.services[name]?.port}/graphql`;
      const body = JSON.stringify({ query: '{ __typename }' });
      for (const headers of [{}, { authorization: `Bearer ${await tokenOf('admin')}` }]) {
        const { response, text } = await post(body, headers, url);
        expect(response.status).toBe(401);
        expect(JSON.parse(text).errors[0].extensions.code).toBe('UNAUTHENTICATED');
      }
    },
  );
});

describe('tokens', () => {
  it('invalid access tokens are 401 with the header WWW-Authenticate', async () => {
    const body = JSON.stringify({ query: '{ __typename }' });
    const [head, payload] = (await tokenOf('carla')).split('.');
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    for (const token of ['nonsense', `${head}.${payload}.AAAA`, `${none}.${payload}.`]) {
      const { response, text } = await post(body, { authorization: `Bearer ${token}` });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain('invalid_token');
      expect(codes(JSON.parse(text).errors)).toEqual(['UNAUTHENTICATED']);
    }
  });
});
