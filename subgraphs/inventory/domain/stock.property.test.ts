import { idFromName, Refusal } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryStockStore } from '../testing/memory-stock-store.ts';
import { productOf } from '../testing/product-of.ts';
import { adjustStock } from './adjust-stock.ts';
import { moveReservation } from './move-reservation.ts';
import { receiveStock } from './receive-stock.ts';
import { releaseStock } from './release-stock.ts';
import { heldUnits } from './reservation.ts';
import { reserveStock } from './reserve-stock.ts';
import { restockReturned } from './restock-returned.ts';
import { setLowStockThreshold } from './set-low-stock-threshold.ts';
import { ReservationNotActiveError, shipStock } from './ship-stock.ts';
import { isLow } from './stock.ts';

const variants = ['a', 'b', 'c'].map((sku) => ({ variantId: idFromName(`variant:${sku}`), sku }));
const viewer: Viewer = {
  id: idFromName('viewer'),
  email: 'staff@shop.example',
  emailVerified: true,
  roles: ['STAFF'],
  scopes: new Set(['inventory:read']),
  sessionId: 's',
};
const money = { minor: '100', currency: 'EUR' };

/** Returns the data of the n-th order, which is the same in all its messages. */
const orderOf = (n: number) => ({
  orderId: idFromName(`order:${n}`),
  customerId: idFromName('customer'),
  number: `2026-${n}`,
  email: 'carla@shop.example',
  total: money,
  reason: '',
  carrier: null,
  trackingNumber: null,
  trackingUrl: null,
  lines: variants
    .filter((_, v) => v !== n % 4)
    .map((variant, v) => ({
      ...variant,
      title: '',
      quantity: 1 + ((n + v) % 3),
      unitPrice: money,
    })),
});

/** Returns what an order has shipped and cancelled at a point of its life, from 0 to 9. */
const unitsAt = (n: number, point: number) =>
  orderOf(n).lines.map(({ variantId, quantity }) => {
    const shipped = Math.min(quantity - (n % 2), Math.floor(point / 2));
    return { variantId, shipped, cancelled: point > 7 ? quantity - shipped : 0 };
  });

/** Returns what came back of an order at a point of its life, from 0 to 9. */
const returnedAt = (n: number, point: number) =>
  orderOf(n).lines.map(({ variantId, quantity }) => {
    const restocked = Math.min(quantity, Math.floor(point / 4));
    return { variantId, restocked, writtenOff: quantity - restocked };
  });

/** Returns the edit with this number of the n-th order: other lines with each number. */
const editOf = (n: number, number: number) => ({
  ...orderOf(n),
  editId: idFromName(`edit:${n}:${number}`),
  editNumber: 1 + number,
  editedLines: orderOf(n + number + 1).lines.map(({ variantId, quantity }) => ({
    ...{ variantId, quantity: quantity + (number % 3) },
  })),
});

const step = fc.record({
  verb: fc.constantFrom(
    ...([
      'receive',
      'adjust',
      'threshold',
      'reserve',
      'release',
      'ship',
      'parcel',
      'return',
      'edit',
    ] as const),
  ),
  variant: fc.nat(variants.length - 1),
  units: fc.integer({ min: -6, max: 18 }),
  order: fc.nat(3),
  key: fc.nat(9),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
type Memory = ReturnType<typeof createMemoryStockStore>;

function run(
  { store, reservations }: Memory,
  { verb, variant, units, order, key }: Step,
): Promise<unknown> {
  const variantId = variants[variant]?.variantId ?? '';
  const idempotencyKey = `key-of-${verb}-${key}`;
  const byHand = { variantId, reason: 'test', idempotencyKey };
  switch (verb) {
    case 'receive':
      return receiveStock(store, viewer, { ...byHand, quantity: units });
    case 'adjust':
      return adjustStock(store, viewer, { ...byHand, delta: units });
    case 'threshold':
      return setLowStockThreshold(store, viewer, { variantId, threshold: units });
    case 'reserve':
      return reserveStock(store, orderOf(order));
    case 'release':
      return releaseStock(store, orderOf(order));
    case 'parcel':
      return shipStock(store, { ...orderOf(order), unitsSoFar: unitsAt(order, key) });
    case 'return':
      return restockReturned(store, { ...orderOf(order), returnedSoFar: returnedAt(order, key) });
    case 'edit': {
      // Staff edit before anything is shipped.
      const before = reservations.get(orderOf(order).orderId);
      const isShipped = before?.lines.some(({ shipped, released }) => shipped + released > 0);
      if (before?.status === 'ACTIVE' && isShipped) return Promise.resolve();
      return moveReservation(store, editOf(order, key));
    }
    default:
      return shipStock(store, orderOf(order));
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

function check({ stocks, ledger, reservations }: Memory): void {
  for (const { variantId, onHand, reserved } of stocks.values()) {
    expect(reserved).toBeGreaterThanOrEqual(0);
    expect(onHand).toBeGreaterThanOrEqual(reserved);
    const movements = ledger.filter((line) => line.variantId === variantId);
    expect(sum(movements.map(({ onHandDelta }) => onHandDelta))).toBe(onHand);
    const active = [...reservations.values()]
      .filter(({ status }) => status === 'ACTIVE')
      .flatMap(({ lines }) => lines.filter((line) => line.variantId === variantId));
    expect(sum(active.map(heldUnits))).toBe(reserved);
    const lines = [...reservations.values()].flatMap((reservation) => reservation.lines);
    const restocked = lines.filter((line) => line.variantId === variantId);
    const returns = movements.filter(({ kind }) => kind === 'RETURN');
    expect(sum(returns.map(({ onHandDelta }) => onHandDelta))).toBe(
      sum(restocked.map((line) => line.restocked)),
    );
  }
}

it('the invariants of stock hold after any messages and changes in any order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
      const memory = createMemoryStockStore();
      await memory.store.track(productOf(...variants));
      for (const step of steps) {
        const before = new Map(memory.stocks);
        const eventCount = memory.events.length;
        await run(memory, step).catch((error: unknown) => {
          if (!(error instanceof Refusal || error instanceof ReservationNotActiveError))
            throw error;
        });
        check(memory);
        const low = memory.events.slice(eventCount).filter(({ type }) => type === 'stock.low.v1');
        const fell = [...memory.stocks.values()].filter((stock) => {
          const earlier = before.get(stock.variantId);
          return isLow(stock) && earlier && !isLow(earlier);
        });
        const ids = fell.map(({ variantId }) => variantId).sort();
        expect(low.map(({ subject }) => subject).sort()).toEqual(ids);
      }
    }),
    { numRuns: 100 },
  );
});
