import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { post, registerCustomer, request, requestData, tokenOf } from './client.ts';
import {
  BrowseDocument,
  LoginDocument,
  OrderDocument,
  PlaceOrderDocument,
  ProductDocument,
  RegisterDocument,
} from './generated/graphql.ts';
import { shippingAddress } from './shipping-address.ts';
import { shop } from './shop.ts';

const codes = (errors: readonly { extensions: { code: string } }[]) =>
  errors.map(({ extensions }) => extensions.code);

async function anyVariant(): Promise<string> {
  const staff = await tokenOf('staff');
  const { product } = await requestData(ProductDocument, { slug: 'classic-cotton-tee' }, staff);
  return product?.variants[0]?.id ?? '';
}

describe('invalid requests', () => {
  it.each([
    ['a body that is not JSON', '{oops', 400, 'BAD_REQUEST'],
    ['a body without a query', '{}', 400, 'BAD_REQUEST'],
    ['a syntax error', '{"query":"{"}', 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{"query":"{ nope }"}', 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a wrong type',
      '{"query":"{ products(first: \\"x\\") { totalCount } }"}',
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'an order with a price',
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
  ])('%s is an error with status and code', async (_, body, status, code) => {
    const { response, text } = await post(body);
    expect(response.status).toBe(status);
    expect(codes(JSON.parse(text).errors)).toEqual([code]);
    expect(text).not.toMatch(/node_modules|stacktrace|\.ts:/);
  });

  it.each([
    ['an unknown path', '/nothing', 404, 'NOT_FOUND'],
    ['a malformed path', '/%E0%A4%A', 404, 'NOT_FOUND'],
  ])('%s is a JSON error without a stack trace', async (_, path, status, code) => {
    const response = await fetch(shop.url.replace('/graphql', path));
    expect(response.status).toBe(status);
    expect(codes(((await response.json()) as { errors: [] }).errors)).toEqual([code]);
  });

  it('a body larger than 100 kB is refused', async () => {
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
  ])('the page arguments %j are refused', async (variables) => {
    const { errors } = await request(BrowseDocument, variables);
    expect(codes(errors)).toEqual(['BAD_USER_INPUT']);
  });

  it('an invalid order is refused with the path of every fault and is not stored', async () => {
    const { token } = await registerCustomer();
    const variantId = await anyVariant();
    const faults = async (lines: { variantId: string; quantity: number }[]) => {
      const input = { lines, shippingAddress, idempotencyKey: randomUUID() };
      const { placeOrder } = await requestData(PlaceOrderDocument, { input }, token);
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
    const { order } = await requestData(OrderDocument, { id: 'nothing' }, token);
    expect(order).toBeNull();
  });

  it('an e-mail address can be registered once, and login does not reveal whether it is registered', async () => {
    const { email } = await registerCustomer();
    const input = { email: email.toUpperCase(), password: 'another horse', displayName: 'X' };
    const { register } = await requestData(RegisterDocument, { input });
    expect(register).toMatchObject({ user: null, session: null });
    expect(register?.userErrors).toMatchObject([{ code: 'EMAIL_UNAVAILABLE', field: ['email'] }]);
    const attempt = async (address: string) =>
      (await requestData(LoginDocument, { input: { email: address, password: 'wrong' } })).login;
    expect(await attempt(email)).toEqual(await attempt('unknown@shop.example'));
  });
});
