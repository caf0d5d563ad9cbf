import { beforeAll, describe, expect, it } from 'vitest';
import { ask, get, newCustomer, orderIn, tokenOf } from './client.ts';
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
import { key, newProduct, place } from './shopping.ts';

let staff: string;
let nel: Awaited<ReturnType<typeof newCustomer>>;
let placed: { readonly id: string; readonly number: string }[];
let buy: () => Promise<{ readonly id: string; readonly number: string }>;
let began: string;

beforeAll(async () => {
  staff = await tokenOf('staff');
  nel = await newCustomer();
  const { variants } = await newProduct(100, ['10.00']);
  buy = () => place(nel.token, [{ variantId: variants[0]?.id ?? '', quantity: 1 }]);
  began = new Date().toISOString();
  placed = [await buy(), await buy(), await buy()];
  await Promise.all(placed.map(({ id }) => orderIn(id, 'CONFIRMED', nel.token)));
  const cancel = { orderId: placed[1]?.id ?? '', reason: 'mistake', idempotencyKey: key() };
  await get(CancelOrderDocument, { input: cancel }, nel.token);
}, 60_000);

const list = async (variables: StaffOrdersQueryVariables) => {
  const { orders } = await get(StaffOrdersDocument, variables, staff);
  return { ...orders, ids: orders?.nodes.map(({ id }) => id) ?? [] };
};

describe('the staff', () => {
  it('finds orders by number, status, e-mail address and date', async () => {
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
      sort: { by: 'UPDATED_AT' },
    });
    expect(cancelled.ids).toEqual([two?.id]);
    const oldest = { by: 'PLACED_AT', direction: 'ASC' } as const;
    expect((await list({ filter: { customerId }, sort: oldest })).ids).toEqual(all.toReversed());
  });

  it('is told what is wrong with a filter', async () => {
    const { errors } = await ask(StaffOrdersDocument, { filter: { number: '2026' } }, staff);
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors[0]?.message).toContain('`filter.number`');
  });

  it('notes something that the customer does not see', async () => {
    const { id: orderId = '', number = '' } = placed[0] ?? {};
    const input = { orderId, note: 'Rang twice.\nNobody there.', idempotencyKey: key() };
    const { addOrderNote } = await get(AddOrderNoteDocument, { input }, staff);
    expect(addOrderNote?.userErrors).toEqual([]);
    expect(addOrderNote?.order?.notes).toMatchObject([{ note: 'Rang twice.\nNobody there.' }]);
    expect(addOrderNote?.order?.notes?.[0]?.author?.displayName).toBeTruthy();
    const { order } = await get(OrderByNumberDocument, { number }, staff);
    expect(order).toMatchObject({ id: orderId, notes: [{ note: input.note }] });
    const hers = await ask(OrderByNumberDocument, { number }, nel.token);
    expect(hers.data?.order).toEqual({ id: orderId, notes: null });
    expect(hers.errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('pages through orders that stay where they are while others arrive', async () => {
    const filter = { email: nel.email };
    const first = await list({ first: 2, filter });
    const arrived = await buy();
    const next = await list({ first: 2, filter, after: first.pageInfo?.endCursor ?? null });
    expect([...first.ids, ...next.ids]).toEqual(placed.map(({ id }) => id).toReversed());
    expect(next.pageInfo?.hasNextPage).toBe(false);
    expect((await list({ first: 1, filter })).ids).toEqual([arrived.id]);
  });
});

it('an order keeps what was bought when it is sold no more', async () => {
  const { id: productId, variants } = await newProduct(5, ['10.00', '2.50']);
  const bought = variants.map(({ id: variantId }) => ({ variantId, quantity: 2 }));
  const { id } = await place(nel.token, bought);
  const linesOf = (order: OrderQuery['order']) =>
    order?.lines.map(({ variant: _, ...copied }) => copied);
  const before = await orderIn(id, 'CONFIRMED', nel.token);

  const removed = { variantId: variants[1]?.id ?? '' };
  const { removeVariant } = await get(RemoveVariantDocument, { input: removed }, staff);
  const { archiveProduct } = await get(ArchiveProductDocument, { input: { productId } }, staff);
  expect([removeVariant?.userErrors, archiveProduct?.userErrors]).toEqual([[], []]);

  for (const viewer of [nel.token, staff]) {
    const { order } = await get(OrderDocument, { id }, viewer);
    expect(linesOf(order)).toEqual(linesOf(before));
    expect(linesOf(order)).toMatchObject([
      { sku: variants[0]?.sku, title: expect.stringContaining('Thing'), quantity: 2 },
      { sku: variants[1]?.sku, unitPrice: { amount: '2.50' }, lineTotal: { amount: '5.00' } },
    ]);
    expect(order?.total).toEqual({ amount: '25.00', currencyCode: 'EUR' });
  }
});

describe('a customer', () => {
  it('neither lists orders nor notes anything', async () => {
    const input = { orderId: placed[0]?.id ?? '', note: 'mine', idempotencyKey: key() };
    const answers = await Promise.all([
      ask(StaffOrdersDocument, {}, nel.token),
      ask(AddOrderNoteDocument, { input }, nel.token),
    ]);
    for (const { errors } of answers) expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('finds her own orders by status, and no others by their numbers', async () => {
    const filter = { status: ['CANCELLED' as const] };
    const { me } = await get(OwnOrdersDocument, { filter }, nel.token);
    expect(me?.orders).toEqual({
      nodes: [{ id: placed[1]?.id, status: 'CANCELLED' }],
      totalCount: 1,
    });
    const { token } = await newCustomer();
    const { number = '' } = placed[0] ?? {};
    expect((await ask(OrderByNumberDocument, { number }, token)).data?.order).toBeNull();
  });
});
