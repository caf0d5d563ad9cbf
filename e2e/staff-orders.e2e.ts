import { beforeAll, describe, expect, it } from 'vitest';
import { registerCustomer, request, requestData, tokenOf, untilOrder } from './client.ts';
import {
  AddOrderNoteDocument,
  ArchiveProductDocument,
  CancelOrderDocument,
  OrderByNumberDocument,
  OrderDocument,
  type OrderQuery,
  OwnOrdersDocument,
  RemoveVariantDocument,
  StaffOrdersDocument,
  type StaffOrdersQueryVariables,
} from './generated/graphql.ts';
import { addProduct, newKey, place } from './shopping.ts';

let staff: string;
let nel: Awaited<ReturnType<typeof registerCustomer>>;
let placed: { readonly id: string; readonly number: string }[];
let buy: () => Promise<{ readonly id: string; readonly number: string }>;
let began: string;

beforeAll(async () => {
  staff = await tokenOf('staff');
  nel = await registerCustomer();
  const { variants } = await addProduct(100, ['10.00']);
  buy = () => place(nel.token, [{ variantId: variants[0]?.id ?? '', quantity: 1 }]);
  began = new Date().toISOString();
  placed = [await buy(), await buy(), await buy()];
  await Promise.all(placed.map(({ id }) => untilOrder(id, 'CONFIRMED', nel.token)));
  const cancel = { orderId: placed[1]?.id ?? '', reason: 'mistake', idempotencyKey: newKey() };
  await requestData(CancelOrderDocument, { input: cancel }, nel.token);
});

const list = async (variables: StaffOrdersQueryVariables) => {
  const { orders } = await requestData(StaffOrdersDocument, variables, staff);
  return { ...orders, ids: orders?.nodes.map(({ id }) => id) ?? [] };
};

describe('staff', () => {
  it('staff find orders by number, status, e-mail address and date', async () => {
    const [one, two, three] = placed;
    const { id: customerId, email } = nel;
    const all = [three?.id, two?.id, one?.id];
    const found = await list({ filter: { email: email.toUpperCase() } });
    expect(found).toMatchObject({ ids: all, totalCount: 3 });
    expect((await list({ filter: { customerId, placedAt: { from: began } } })).ids).toEqual(all);
    expect((await list({ filter: { customerId, placedAt: { to: began } } })).ids).toEqual([]);
    expect((await list({ filter: { number: one?.number ?? '' } })).ids).toEqual([one?.id]);
    const number = one?.number.slice(0, 8) ?? '';
    const begins = await list({ filter: { number, email, status: ['CONFIRMED', 'PAID'] } });
    expect(begins.ids.every((id) => id === one?.id || id === three?.id)).toBe(true);
    expect(begins.ids).toContain(one?.id);
    const cancelled = await list({
      filter: { customerId, status: ['CANCELLED'] },
      sortBy: 'UPDATED_DESC',
    });
    expect(cancelled.ids).toEqual([two?.id]);
    const oldest = await list({ filter: { customerId }, sortBy: 'OLDEST' });
    expect(oldest.ids).toEqual(all.toReversed());
  });

  it('an invalid filter of orders is reported with its path', async () => {
    const { errors } = await request(StaffOrdersDocument, { filter: { number: '2026' } }, staff);
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors[0]?.message).toContain('`filter.number`');
  });

  it('staff add a note that the customer cannot read', async () => {
    const { id: orderId = '', number = '' } = placed[0] ?? {};
    const input = { orderId, note: 'Rang twice.\nNo answer.', idempotencyKey: newKey() };
    const { addOrderNote } = await requestData(AddOrderNoteDocument, { input }, staff);
    expect(addOrderNote?.userErrors).toEqual([]);
    expect(addOrderNote?.order?.notes).toMatchObject([{ note: 'Rang twice.\nNo answer.' }]);
    expect(addOrderNote?.order?.notes?.[0]?.author?.displayName).toBeTruthy();
    const { order } = await requestData(OrderByNumberDocument, { number }, staff);
    expect(order).toMatchObject({ id: orderId, notes: [{ note: input.note }] });
    const asCustomer = await request(OrderByNumberDocument, { number }, nel.token);
    expect(asCustomer.data?.order).toEqual({ id: orderId, notes: null });
    expect(asCustomer.errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('pages of orders stay stable while new orders arrive', async () => {
    const filter = { email: nel.email };
    const first = await list({ first: 2, filter });
    const arrived = await buy();
    const next = await list({ first: 2, filter, after: first.pageInfo?.endCursor ?? null });
    expect([...first.ids, ...next.ids]).toEqual(placed.map(({ id }) => id).toReversed());
    expect(next.pageInfo?.hasNextPage).toBe(false);
    expect((await list({ first: 1, filter })).ids).toEqual([arrived.id]);
  });
});

it('an order still shows its lines after the variant was removed and the product archived', async () => {
  const { id: productId, variants } = await addProduct(5, ['10.00', '2.50']);
  const bought = variants.map(({ id: variantId }) => ({ variantId, quantity: 2 }));
  const { id } = await place(nel.token, bought);
  const linesOf = (order: OrderQuery['order']) =>
    order?.lines.map(({ variant: _, ...copied }) => copied);
  const before = await untilOrder(id, 'CONFIRMED', nel.token);

  const removed = { variantId: variants[1]?.id ?? '' };
  const { removeVariant } = await requestData(RemoveVariantDocument, { input: removed }, staff);
  const { archiveProduct } = await requestData(
    ArchiveProductDocument,
    { input: { productId } },
    staff,
  );
  expect([removeVariant?.userErrors, archiveProduct?.userErrors]).toEqual([[], []]);

  for (const viewer of [nel.token, staff]) {
    const { order } = await requestData(OrderDocument, { id }, viewer);
    expect(linesOf(order)).toEqual(linesOf(before));
    expect(linesOf(order)).toMatchObject([
      { sku: variants[0]?.sku, title: expect.stringContaining('Thing'), quantity: 2 },
      { sku: variants[1]?.sku, unitPrice: { amount: '2.50' }, lineTotal: { amount: '5.00' } },
    ]);
    expect(order?.lines[1]?.variant).toBeNull();
    expect(order?.total).toEqual({ amount: '25.00', currencyCode: 'EUR' });
  }
});

describe('customers', () => {
  it('a customer can neither list all orders nor add notes', async () => {
    const input = { orderId: placed[0]?.id ?? '', note: 'mine', idempotencyKey: newKey() };
    const responses = await Promise.all([
      request(StaffOrdersDocument, {}, nel.token),
      request(AddOrderNoteDocument, { input }, nel.token),
    ]);
    for (const { errors } of responses) expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('a customer finds own orders by status, and cannot read other orders by number', async () => {
    const filter = { status: ['CANCELLED' as const] };
    const { me } = await requestData(OwnOrdersDocument, { filter }, nel.token);
    expect(me?.orders).toEqual({
      nodes: [{ id: placed[1]?.id, status: 'CANCELLED' }],
      totalCount: 1,
    });
    const { token } = await registerCustomer();
    const { number = '' } = placed[0] ?? {};
    expect((await request(OrderByNumberDocument, { number }, token)).data?.order).toBeNull();
  });
});
