import { randomUUID } from 'node:crypto';
import { describe, expect, inject, it } from 'vitest';
import { ask, get, newCustomer, post, tokenOf } from './client.ts';
import {
  BrowseDocument,
  CancelOrderDocument,
  CreateProductDocument,
  LoginDocument,
  OrderDocument,
  PayOrderDocument,
  PlaceOrderDocument,
  ProductDocument,
  RegisterDocument,
} from './generated/graphql.ts';

const codes = (errors: readonly { extensions: { code: string } }[]) =>
  errors.map(({ extensions }) => extensions.code);

async function anyVariant(): Promise<string> {
  const { product } = await get(
    ProductDocument,
    { slug: 'classic-cotton-tee' },
    await tokenOf('staff'),
  );
  return product?.variants[0]?.id ?? '';
}

async function newOrder(token: string): Promise<string> {
  const lines = [{ variantId: await anyVariant(), quantity: 1 }];
  const input = { lines, idempotencyKey: randomUUID() };
  const { placeOrder } = await get(PlaceOrderDocument, { input }, token);
  return placeOrder?.order?.id ?? '';
}

describe('roles', () => {
  const input = {
    title: 'Forbidden Thing',
    variants: [{ sku: 'FORBIDDEN-1', price: { amount: '1.00', currencyCode: 'EUR' } }],
  };

  it.each([
    ['visitors', undefined, 'UNAUTHENTICATED'],
    ['customers', 'carla' as const, 'FORBIDDEN'],
  ])('%s create no products', async (_, name, code) => {
    const token = name && (await tokenOf(name));
    const { data, errors } = await ask(CreateProductDocument, { input }, token);
    expect(codes(errors)).toEqual([code]);
    expect(data?.createProduct ?? null).toBeNull();
    const { product } = await get(
      ProductDocument,
      { slug: 'forbidden-thing' },
      await tokenOf('staff'),
    );
    expect(product).toBeNull();
  });

  it('exact stock is for those who keep it', async () => {
    const { data, errors } = await ask(
      ProductDocument,
      { slug: 'trail-runners' },
      await tokenOf('cem'),
    );
    expect(new Set(codes(errors))).toEqual(new Set(['FORBIDDEN']));
    expect(data?.product?.variants[0]).toMatchObject({ stock: null, availability: {} });
  });
});

describe('ownership', () => {
  it('an order is seen by its customer and by staff, and by nobody else', async () => {
    const owner = await newCustomer();
    const stranger = await newCustomer();
    const id = await newOrder(owner.token);
    expect((await get(OrderDocument, { id }, owner.token)).order?.id).toBe(id);
    expect((await get(OrderDocument, { id }, await tokenOf('staff'))).order?.id).toBe(id);
    expect((await get(OrderDocument, { id }, stranger.token)).order).toBeNull();
    expect((await get(OrderDocument, { id })).order).toBeNull();
  });

  it('strangers neither pay nor cancel it', async () => {
    const owner = await newCustomer();
    const stranger = await newCustomer();
    const orderId = await newOrder(owner.token);
    const paying = { orderId, paymentToken: 'tok_success', idempotencyKey: randomUUID() };
    const { payOrder } = await get(PayOrderDocument, { input: paying }, stranger.token);
    expect(payOrder?.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    const cancelling = { orderId, reason: 'malice', idempotencyKey: randomUUID() };
    const { cancelOrder } = await get(CancelOrderDocument, { input: cancelling }, stranger.token);
    expect(cancelOrder?.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await get(OrderDocument, { id: orderId }, owner.token)).order?.status).not.toBe(
      'CANCELLED',
    );
  });
});

describe('subgraphs', () => {
  it.each(['user', 'product', 'order', 'inventory'])(
    '%s answers the gateway only',
    async (name) => {
      const url = `http://127.0.0.1:${inject('shop').services[name]?.port}/graphql`;
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
  it('that are no tokens are 401, with the standard header', async () => {
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

describe('bad input', () => {
  it.each([
    ['no JSON', '{oops', 400, 'BAD_REQUEST'],
    ['no query', '{}', 400, 'BAD_REQUEST'],
    ['a syntax error', '{"query":"{"}', 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{"query":"{ nope }"}', 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a wrong type',
      '{"query":"{ products(first: \\"x\\") { totalCount } }"}',
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a price in an order',
      '{"query":"mutation { placeOrder(input: { lines: [{ variantId: \\"a\\", quantity: 1, price: 1 }], idempotencyKey: \\"12345678\\" }) { userErrors { code } } }"}',
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a wrong variable',
      '{"query":"query ($n: Int) { products(first: $n) { totalCount } }","variables":{"n":1.5}}',
      400,
      'BAD_USER_INPUT',
    ],
  ])('%s is answered with its code', async (_, body, status, code) => {
    const { response, text } = await post(body);
    expect(response.status).toBe(status);
    expect(codes(JSON.parse(text).errors)).toEqual([code]);
    expect(text).not.toMatch(/node_modules|stacktrace|\.ts:/);
  });

  it.each([
    ['a path nothing serves', '/nothing', 404, 'NOT_FOUND'],
    ['a path that is none', '/%E0%A4%A', 404, 'NOT_FOUND'],
  ])('%s is answered without a page or a stack trace', async (_, path, status, code) => {
    const response = await fetch(inject('shop').url.replace('/graphql', path));
    expect(response.status).toBe(status);
    expect(codes(((await response.json()) as { errors: [] }).errors)).toEqual([code]);
  });

  it('a body beyond 100 kB is refused', async () => {
    const { response, text } = await post(JSON.stringify({ query: `{ a${'a'.repeat(110_000)} }` }));
    expect(response.status).toBe(413);
    expect(codes(JSON.parse(text).errors)).toEqual(['BAD_REQUEST']);
  });

  it.each([
    [{ first: 0 }],
    [{ first: 101 }],
    [{ first: -1 }],
    [{ first: 1, after: 'rubbish' }],
    [{ first: 1, after: Buffer.from('["orders","x"]').toString('base64url') }],
  ])('page %j is refused', async (variables) => {
    const { errors } = await ask(BrowseDocument, variables);
    expect(codes(errors)).toEqual(['BAD_USER_INPUT']);
  });

  it('orders out of bounds are refused with the path of every fault, and leave nothing', async () => {
    const { token } = await newCustomer();
    const variantId = await anyVariant();
    const faults = async (lines: { variantId: string; quantity: number }[]) => {
      const input = { lines, idempotencyKey: randomUUID() };
      const { placeOrder } = await get(PlaceOrderDocument, { input }, token);
      expect(placeOrder?.order).toBeNull();
      return placeOrder?.userErrors.map(({ code, field }) => [code, ...(field ?? [])].join(' '));
    };
    expect(await faults([])).toEqual(['INVALID_VALUE lines']);
    expect(
      await faults([
        { variantId, quantity: 0 },
        { variantId, quantity: -3 },
        { variantId, quantity: 100 },
      ]),
    ).toEqual([0, 1, 2].map((n) => `INVALID_VALUE lines ${n} quantity`));
    expect(
      await faults([
        { variantId, quantity: 1 },
        { variantId, quantity: 1 },
        { variantId: 'nothing', quantity: 1 },
      ]),
    ).toEqual(['DUPLICATE_LINE lines 1 variantId', 'UNKNOWN_VARIANT lines 2 variantId']);
    const { order } = await get(OrderDocument, { id: 'nothing' }, token);
    expect(order).toBeNull();
  });

  it('an address is taken once, and strangers learn nothing from signing in', async () => {
    const { email } = await newCustomer();
    const input = { email: email.toUpperCase(), password: 'another horse', displayName: 'X' };
    const { register } = await get(RegisterDocument, { input });
    expect(register).toMatchObject({ user: null, session: null });
    expect(register?.userErrors).toMatchObject([{ code: 'EMAIL_UNAVAILABLE', field: ['email'] }]);
    const attempt = async (address: string) =>
      (await get(LoginDocument, { input: { email: address, password: 'wrong' } })).login;
    expect(await attempt(email)).toEqual(await attempt('nobody@shop.example'));
  });
});
