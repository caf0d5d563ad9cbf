import { randomUUID } from 'node:crypto';
import { demoPassword } from '@shop/schema/demo-accounts';
import { until } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import { tokenOf } from './client.ts';
import { call } from './rest-client.ts';
import { shippingAddress } from './shipping-address.ts';
import { addProduct } from './shopping.ts';

const key = () => ({ 'idempotency-key': randomUUID() });

async function register() {
  const email = `${randomUUID()}@shop.example`;
  const body = { email, password: 'correct horse', displayName: 'Nel' };
  const { status, headers, body: session } = await call('POST', '/users/register', { body });
  expect(status).toBe(201);
  expect(headers.get('location')).toBe(`/api/v1/users/${session.user.id}`);
  return { email, id: session.user.id as string, token: session.accessToken as string };
}

/** Places an order, and waits until stock is reserved. */
function place(variantId: string, token: string | undefined, more: object = {}, headers = key()) {
  const lines = [{ variantId, quantity: 2 }];
  const body = { lines, shippingAddress, waitForMs: 5_000, ...more };
  return call('POST', '/orders', { body, token, headers });
}

const firstVariant = async (units = 10) => {
  const { id, variants } = await addProduct(units, ['10.00']);
  return { productId: id, variantId: variants[0]?.id ?? '', sku: variants[0]?.sku ?? '' };
};

describe('the journey of a customer over REST', () => {
  it('a customer registers, logs in, browses, orders, pays, and receives the order', async () => {
    const { email, id } = await register();
    const login = await call('POST', '/users/login', {
      body: { email, password: 'correct horse' },
    });
    expect(login.status).toBe(200);
    const token: string = login.body.accessToken;
    expect((await call('GET', '/users/me', { token })).body).toMatchObject({ id, email });
    expect((await call('GET', `/users/${id}`, { token })).body.displayName).toBe('Nel');

    const page = await call('GET', '/products?first=2&count=true');
    expect(page.body.items).toHaveLength(2);
    expect(page.body.totalCount).toBeGreaterThanOrEqual(40);
    const [, next = ''] =
      /<\/api\/v1([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '') ?? [];
    const second = await call('GET', next);
    expect(second.body.items).toHaveLength(2);
    const [, prev = ''] =
      /<\/api\/v1([^>]+)>; rel="prev"/.exec(second.headers.get('link') ?? '') ?? [];
    expect((await call('GET', prev)).body.items).toEqual(page.body.items);

    const { variantId } = await firstVariant();
    const once = key();
    const placed = await place(variantId, token, {}, once);
    expect(placed).toMatchObject({
      status: 201,
      body: { status: 'CONFIRMED', total: { amount: '20.00' }, amountDue: { amount: '20.00' } },
    });
    const orderId: string = placed.body.id;
    expect(placed.headers.get('location')).toBe(`/api/v1/orders/${orderId}`);
    expect((await place(variantId, token, {}, once)).body.id).toBe(orderId);
    const other = await place(variantId, token, { lines: [{ variantId, quantity: 1 }] }, once);
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_CONFLICT' } });

    const declined = await call('POST', `/orders/${orderId}/pay`, {
      body: { paymentToken: 'tok_declined' },
      token,
    });
    expect(declined).toMatchObject({ status: 402, body: { code: 'PAYMENT_DECLINED' } });
    const paid = await call('POST', `/orders/${orderId}/pay`, {
      body: { paymentToken: 'tok_success' },
      token,
    });
    expect(paid).toMatchObject({
      status: 200,
      body: {
        ...{ status: 'PAID', amountDue: { amount: '0.00' } },
        payments: [{ tender: 'PROVIDER' }, { tender: 'PROVIDER' }],
      },
    });

    const path = `/orders/${orderId}/status`;
    const ship = { body: { status: 'SHIPPED', carrier: 'DHL' } };
    expect((await call('PATCH', path, { ...ship, token })).status).toBe(403);
    const staff = await tokenOf('staff');
    const stale = await call('PATCH', path, {
      ...ship,
      token: staff,
      headers: { 'if-match': '"0"' },
    });
    expect(stale).toMatchObject({
      status: 412,
      body: { code: 'VERSION_CONFLICT', errors: [{ details: { type: 'VersionDetails' } }] },
    });
    const etag =
      (await call('GET', `/orders/${orderId}`, { token: staff })).headers.get('etag') ?? '';
    const shipped = await call('PATCH', path, {
      ...ship,
      token: staff,
      headers: { 'if-match': etag },
    });
    expect(shipped).toMatchObject({
      status: 200,
      body: {
        ...{ status: 'SHIPPED', shipment: { carrier: 'DHL' } },
        fulfilments: [{ carrier: 'DHL', status: 'SHIPPED', lines: [{ quantity: 2 }] }],
      },
    });
    const late = await call('POST', `/orders/${orderId}/cancel`, {
      body: { reason: 'late' },
      token,
    });
    expect(late).toMatchObject({ status: 409, body: { code: 'ILLEGAL_TRANSITION' } });
    await call('PATCH', path, { body: { status: 'DELIVERED' }, token: staff });

    const papers = await until('the invoice', async () => {
      const { status, body } = await call('GET', `/orders/${orderId}/documents`, { token });
      return status === 200 && body.invoice ? body : undefined;
    });
    expect(papers).toMatchObject({
      invoice: { number: expect.stringMatching(/^INV-/) },
      creditNotes: [],
    });
    const pdf = await fetch(papers.invoice.url);
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const ofOthers = await call('GET', `/orders/${orderId}/documents`);
    expect(ofOthers).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });

    const mine = await call('GET', '/orders/mine', { token });
    expect(mine.body.items).toMatchObject([{ id: orderId, status: 'DELIVERED' }]);
    const ofUser = await call('GET', `/orders/user/${id}?status=DELIVERED`, {
      token: await tokenOf('admin'),
    });
    expect(ofUser.body.items).toEqual(mine.body.items);
    expect((await call('POST', '/users/logout', { token })).status).toBe(204);
  });

  it('a guest fills a cart, orders it and reads the order, with tokens in headers', async () => {
    const { variantId } = await firstVariant();
    const lines = [{ variantId, quantity: 1 }];
    const filled = await call('POST', '/cart/lines', { body: { lines } });
    expect(filled.status).toBe(200);
    const cart = { 'cart-token': filled.body.cartToken as string };
    expect((await call('GET', '/cart', { headers: cart })).body.totalQuantity).toBe(1);
    expect((await call('GET', '/cart')).status).toBe(404);
    const set = { lines: [{ variantId, quantity: 3 }] };
    expect(
      (await call('PUT', '/cart/lines', { body: set, headers: cart })).body.totalQuantity,
    ).toBe(3);
    const voucher = { body: { code: 'WELCOME10' }, headers: cart };
    const applied = await call('POST', '/cart/vouchers', voucher);
    const shown = { code: 'WELCOME10', problem: null };
    expect(applied).toMatchObject({ status: 200, body: { vouchers: [shown] } });
    const unknown = await call('POST', '/cart/vouchers', { ...voucher, body: { code: 'UNKNOWN' } });
    expect(unknown.body).toMatchObject({
      code: 'VOUCHER_INVALID',
      errors: [{ pointer: '#/code' }],
    });
    const removed = await call('DELETE', '/cart/vouchers/WELCOME10', { headers: cart });
    expect(removed).toMatchObject({ status: 200, body: { vouchers: [] } });

    const email = `${randomUUID()}@shop.example`;
    const body = { email, shippingAddress, waitForMs: 5_000 };
    const placed = await call('POST', '/orders', { body, headers: { ...cart, ...key() } });
    expect(placed).toMatchObject({
      status: 201,
      body: { status: 'CONFIRMED', total: { amount: '30.00' } },
    });
    const { id, orderToken } = placed.body;
    expect((await call('GET', `/orders/${id}`)).status).toBe(404);
    const headers = { 'order-token': orderToken as string };
    expect((await call('GET', `/orders/${id}`, { headers })).body.email).toBe(email);
    const cancel = { status: 'CANCELLED', reason: 'changed my mind' };
    const cancelled = await call('PATCH', `/orders/${id}/status`, { body: cancel, headers });
    expect(cancelled.body.status).toBe('CANCELLED');
  });
});

describe('staff over REST', () => {
  it('staff create, change, price, publish and archive a product, and receive its stock', async () => {
    const token = await tokenOf('staff');
    const price = { amount: '12.00', currencyCode: 'EUR' };
    const input = {
      title: `Mug ${randomUUID()}`,
      variants: [{ sku: `REST-${randomUUID().slice(0, 8)}`, price }],
    };
    const created = await call('POST', '/products', { body: input, token });
    expect(created).toMatchObject({ status: 201, body: { status: 'DRAFT' } });
    const path = `/products/${created.body.id}`;
    expect((await call('GET', path)).status).toBe(404);

    const etag = created.headers.get('etag') ?? '';
    const change = { body: { description: 'Holds 0.3 l.' }, token, headers: { 'if-match': etag } };
    expect((await call('PATCH', path, change)).body.description).toBe('Holds 0.3 l.');
    expect((await call('PATCH', path, change)).status).toBe(412);
    const { id: variantId, sku } = created.body.variants[0];
    const cheaper = { price: { amount: '9.50', currencyCode: 'EUR' } };
    const priced = await call('PUT', `/variants/${variantId}/price`, { body: cheaper, token });
    expect(priced.body.variants[0].price.amount).toBe('9.50');
    expect((await call('POST', `${path}/publish`, { token })).body.status).toBe('ACTIVE');
    expect((await call('GET', `/products/by-slug/${created.body.slug}`)).status).toBe(200);
    const same = { ...input, title: 'Other' };
    expect(await call('POST', '/products', { body: same, token })).toMatchObject({
      status: 409,
      body: { code: 'SKU_TAKEN', errors: [{ pointer: '#/variants/0/sku' }] },
    });

    const receive = { body: { quantity: 5, reason: 'delivery' }, token, headers: key() };
    const received = await until('inventory to know the variant', async () => {
      const response = await call('POST', `/variants/${variantId}/stock/receive`, receive);
      return response.status === 200 ? response : undefined;
    });
    expect(received.body.onHand).toBe(5);
    const adjust = {
      body: { delta: -2, reason: 'broken' },
      token,
      headers: { 'if-match': received.headers.get('etag') ?? '' },
    };
    expect((await call('POST', `/variants/${variantId}/stock/adjust`, adjust)).body.onHand).toBe(3);
    expect((await call('GET', `/stock?sku=${sku}`, { token })).body.items).toMatchObject([
      { onHand: 3 },
    ]);
    expect((await call('POST', `${path}/archive`, { token })).body.status).toBe('ARCHIVED');
  });

  it('what a viewer may not do is 403, and without a token 401', async () => {
    const token = await tokenOf('carla');
    const routes: [string, string, unknown?][] = [
      ['GET', '/users'],
      ['GET', '/orders'],
      ['GET', '/stock'],
      ['POST', '/products', { title: 'x', variants: [] }],
      ['POST', '/variants/x/stock/receive', { quantity: 1, reason: 'x' }],
      ['PUT', '/users/x/roles', { roles: ['ADMIN'] }],
    ];
    for (const [method, path, body] of routes) {
      const denied = await call(method, path, { body, token });
      expect([path, denied.status, denied.body.code]).toEqual([path, 403, 'FORBIDDEN']);
      const anonymous = await call(method, path, { body });
      expect([path, anonymous.status]).toEqual([path, 401]);
      expect(anonymous.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  it('the account of another user is 403, and their order is not found', async () => {
    const owner = await register();
    const other = await register();
    for (const path of [`/users/${owner.id}`, `/orders/user/${owner.id}`]) {
      expect((await call('GET', path, { token: other.token })).status).toBe(403);
    }
    const { variantId } = await firstVariant();
    const { body } = await place(variantId, owner.token);
    expect((await call('GET', `/orders/${body.id}`, { token: other.token })).status).toBe(404);
  });
});

describe('wrong requests over REST', () => {
  it('wrong credentials are 401, and a weak password is 422', async () => {
    const wrong = { email: 'carla@shop.example', password: `not ${demoPassword}` };
    expect(await call('POST', '/users/login', { body: wrong })).toMatchObject({
      status: 401,
      body: { code: 'INVALID_CREDENTIALS' },
    });
    const weak = { email: `${randomUUID()}@shop.example`, password: 'password', displayName: 'x' };
    expect(await call('POST', '/users/register', { body: weak })).toMatchObject({
      status: 422,
      body: { code: 'WEAK_PASSWORD', errors: [{ pointer: '#/password' }] },
    });
    const taken = { email: 'carla@shop.example', password: 'correct horse', displayName: 'x' };
    expect((await call('POST', '/users/register', { body: taken })).status).toBe(409);
  });

  it('values outside their bounds have pointers, parameters or headers', async () => {
    const token = await tokenOf('carla');
    const lines = [{ variantId: 'unknown', quantity: 0 }];
    const headers = { 'idempotency-key': 'short' };
    const { status, body } = await call('POST', '/orders', {
      body: { lines, shippingAddress },
      token,
      headers,
    });
    expect(status).toBe(422);
    expect(
      body.errors.map(({ pointer, header }: Record<string, string>) => pointer ?? header),
    ).toEqual(expect.arrayContaining(['Idempotency-Key', '#/lines/0/quantity']));
    expect((await call('GET', '/products?first=1000')).status).toBe(400);
    expect((await call('GET', '/products?after=nonsense')).status).toBe(400);
  });

  it('a session is refreshed once, and its old token is refused', async () => {
    const { body } = await call('POST', '/users/login', {
      body: { email: 'cem@shop.example', password: demoPassword },
    });
    const refreshed = await call('POST', '/users/refresh', {
      body: { refreshToken: body.refreshToken },
    });
    expect(refreshed.body.user.email).toBe('cem@shop.example');
    const unknown = { refreshToken: 'x'.repeat(43) };
    expect((await call('POST', '/users/refresh', { body: unknown })).status).toBe(401);
  });

  it('a web page has its refresh token in a cookie for REST alone', async () => {
    const body = { email: 'cem@shop.example', password: demoPassword };
    const headers = { 'x-session-mode': 'cookie' };
    const login = await call('POST', '/users/login', { body, headers });
    expect(login.body.refreshToken).toBe('');
    const cookie = login.headers.get('set-cookie') ?? '';
    expect(cookie).toContain('Path=/api/v1;');
    const again = { ...headers, cookie: cookie.split(';')[0] ?? '' };
    const refreshed = await call('POST', '/users/refresh', {
      body: { refreshToken: '' },
      headers: again,
    });
    expect([refreshed.status, refreshed.body.refreshToken]).toEqual([200, '']);
  });
});
