import { newId, type PageRequest } from '@shop/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrderStatus } from '../domain/order.ts';
import type { OrderFilter, OrderSort, OrderSortKey } from '../domain/order-list.ts';
import { shippingAddress } from '../testing/fixtures.ts';
import { openStores } from '../testing/open-stores.ts';

type OrderRow = {
  readonly status?: OrderStatus;
  readonly email?: string;
  readonly customerId?: string;
  readonly placedAt?: string;
  readonly updatedAt?: string;
  readonly minor?: number;
  readonly currency?: string;
  readonly number?: string;
};

let stores: Awaited<ReturnType<typeof openStores>>;
let numbers = 0;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

/** Adds an order without lines to the table. */
async function add(row: Partial<OrderRow> = {}): Promise<string> {
  const id = newId();
  const placedAt = new Date(row.placedAt ?? '2026-03-01T09:30:00.000Z');
  await stores.prisma.order.create({
    data: {
      id,
      number: row.number ?? `2026-${String(++numbers).padStart(6, '0')}`,
      customerId: row.customerId ?? newId(),
      email: row.email ?? 'nel@shop.example',
      shippingAddress,
      billingAddress: shippingAddress,
      status: row.status ?? 'PAID',
      currency: row.currency ?? 'EUR',
      totalMinor: row.minor ?? 100,
      correlationId: 'test',
      placedAt,
      updatedAt: row.updatedAt ? new Date(row.updatedAt) : placedAt,
    },
  });
  return id;
}

const first: PageRequest = { size: 20, backward: false, cursor: undefined };
const newest: OrderSort = { by: 'PLACED_AT', direction: 'DESC' };
const list = async (filter: OrderFilter, sort = newest, page = first) =>
  (await stores.lists.page({ filter, sort }, page)).rows.map(({ order }) => order.id);

/** Returns the ids of a whole list, read in pages of 5. */
async function walk(filter: OrderFilter, sort: OrderSort, backward = false): Promise<string[]> {
  const ids: string[] = [];
  let cursor: readonly string[] | undefined;
  for (;;) {
    const { rows, more } = await stores.lists.page({ filter, sort }, { size: 5, backward, cursor });
    ids.splice(backward ? 0 : ids.length, 0, ...rows.map(({ order }) => order.id));
    if (!more) return ids;
    cursor = (backward ? rows[0] : rows.at(-1))?.key;
  }
}

describe('filters of a list', () => {
  it('a filter by statuses finds and counts orders in any of them', async () => {
    const customerId = newId();
    const of = (status: OrderStatus) => add({ status, customerId });
    const [paid, shipped] = [await of('PAID'), await of('SHIPPED')];
    await of('PENDING');
    const filter = { customerId, statuses: ['PAID', 'SHIPPED', 'PAID'] as const };
    expect((await list(filter)).sort()).toEqual([paid, shipped].sort());
    expect(await stores.lists.count(filter)).toBe(2);
    expect(await list({ customerId, statuses: ['PENDING'] })).toHaveLength(1);
    expect(await list({ customerId })).toHaveLength(3);
  });

  it('a filter by number finds the order, or every order with this prefix', async () => {
    const one = await add({ number: '2025-417001' });
    const two = await add({ number: '2025-417002', placedAt: '2026-03-02T09:30:00.000Z' });
    expect(await list({ numberPrefix: '2025-417' })).toEqual([two, one]);
    expect(await list({ numberPrefix: '2025-417001' })).toEqual([one]);
    expect(await list({ numberPrefix: '2025-418' })).toEqual([]);
    expect(await stores.lists.byNumbers(['2025-417002', '2025-417', "'"])).toMatchObject([
      { id: two },
      undefined,
      undefined,
    ]);
  });

  it('a filter by e-mail address matches whole addresses only', async () => {
    const id = await add({ email: 'zoe.k@shop.example' });
    expect(await list({ email: 'zoe.k@shop.example' })).toEqual([id]);
    for (const email of ['zoe.k@shop', '%', 'zoe_k@shop.example', '😀', 'x'.repeat(254)]) {
      expect(await list({ email })).toEqual([]);
    }
  });

  it('a filter by time includes its start and excludes its end', async () => {
    const customerId = newId();
    const at = (placedAt: string) => add({ customerId, placedAt });
    await at('2026-02-28T23:59:59.999Z');
    const inside = await at('2026-03-01T00:00:00.000Z');
    await at('2026-03-02T00:00:00.000Z');
    const from = new Date('2026-03-01T00:00:00.000Z');
    const to = new Date('2026-03-02T00:00:00.000Z');
    expect(await list({ customerId, from, to })).toEqual([inside]);
    expect(await list({ customerId, from })).toHaveLength(2);
    expect(await list({ customerId, to })).toHaveLength(2);
  });

  it('a filter by a malformed customer id finds nothing', async () => {
    expect(await list({ customerId: 'malformed' })).toEqual([]);
    expect(await stores.lists.count({ customerId: 'malformed' })).toBe(0);
    expect(await stores.lists.ofCustomers(['malformed'], {}, first)).toEqual([
      { rows: [], more: false },
    ]);
    expect(await stores.lists.countsOf(['malformed'], {})).toEqual([0]);
  });
});

describe.each<OrderSortKey>(['PLACED_AT', 'TOTAL', 'UPDATED_AT'])('pages sorted by %s', (by) => {
  const statuses = ['PAID', 'SHIPPED'] as const;
  it.each(['ASC', 'DESC'] as const)(
    '%s: pages forward and backward cover every order once, with equal sort keys too',
    async (direction) => {
      const customerId = newId();
      for (let n = 0; n < 12; n++) {
        const day = String(1 + (n % 4)).padStart(2, '0');
        await add({
          customerId,
          status: statuses[n % 2] ?? 'PAID',
          placedAt: `2026-04-${day}T00:00:00.001Z`,
          updatedAt: `2026-05-${day}T00:00:00.010Z`,
          minor: 9 + (n % 3),
          currency: n % 5 === 0 ? 'USD' : 'EUR',
        });
      }
      for (const filter of [{ customerId }, { customerId, statuses }]) {
        const forward = await walk(filter, { by, direction });
        expect(new Set(forward).size).toBe(12);
        expect(await walk(filter, { by, direction }, true)).toEqual(forward);
        const orders = await stores.orders.byIds(forward);
        const keys = orders.map((order) => {
          if (by === 'PLACED_AT') return order?.placedAt.toISOString();
          if (by === 'UPDATED_AT') return order?.updatedAt.toISOString();
          return `${order?.total.currency} ${String(order?.total.minor).padStart(4, '0')}`;
        });
        const sorted = keys.toSorted();
        expect(keys).toEqual(direction === 'ASC' ? sorted : sorted.toReversed());
      }
    },
  );
});

it('a page continues at its cursor while new orders arrive before it', async () => {
  const customerId = newId();
  const at = (day: number) => add({ customerId, placedAt: `2026-06-0${day}T00:00:00.000Z` });
  const ids = [await at(3), await at(2), await at(1)];
  const { rows } = await stores.lists.page(
    { filter: { customerId }, sort: newest },
    { ...first, size: 2 },
  );
  expect(rows.map(({ order }) => order.id)).toEqual(ids.slice(0, 2));
  await at(4);
  const next = { ...first, cursor: rows.at(-1)?.key };
  expect(await list({ customerId }, newest, next)).toEqual(ids.slice(2));
});

it("a customer's orders are listed newest first, filtered by status, in pages forward and backward", async () => {
  const customerId = newId();
  const otherCustomer = newId();
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) {
    await add({ customerId: otherCustomer });
    ids.unshift(await add({ customerId, status: n === 2 ? 'CANCELLED' : 'PAID' }));
  }
  const page = async (size: number, cursor?: string, backward = false) => {
    const at = cursor === undefined ? undefined : [cursor];
    const request = { size, backward, cursor: at };
    const customerIds = [otherCustomer, customerId];
    const [, own] = await stores.lists.ofCustomers(customerIds, { statuses: ['PAID'] }, request);
    return { ids: own?.rows.map(({ id }) => id), more: own?.more };
  };
  const paid = ids.filter((_, n) => n !== 2);
  expect(await page(2)).toEqual({ ids: paid.slice(0, 2), more: true });
  await add({ customerId });
  expect(await page(2, paid[1])).toEqual({ ids: paid.slice(2), more: false });
  expect(await page(2, paid[3], true)).toEqual({ ids: paid.slice(1, 3), more: true });
  expect(await stores.lists.countsOf([customerId, newId()], { statuses: ['PAID'] })).toEqual([
    5, 0,
  ]);
});
