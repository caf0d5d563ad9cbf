import { newId, type PageRequest } from '@shop/domain';
import { expect, it } from 'vitest';
import type { Movement, StockStore } from '../domain/ports.ts';
import { productOf } from './product-of.ts';

const receive = (variantId: string, units: number): Movement => ({
  variantId,
  kind: 'RECEIVE',
  onHandDelta: units,
  reservedDelta: 0,
  reason: 'test',
});
const pageOf = (size: number, cursor?: readonly string[], backward = false): PageRequest => ({
  size,
  backward,
  cursor,
});
/** Returns a beginning of SKUs that no other test uses. */
const newPrefix = () => newId().slice(-12);

/** The contract of every store of stock. */
export function stockStoreContract(open: () => StockStore): void {
  const stocked = async (units: number, sku = newId()): Promise<string> => {
    const variantId = newId();
    await open().track(productOf({ variantId, sku }));
    const movements = units > 0 ? [receive(variantId, units)] : [];
    await open().change([variantId], () => ({ movements, events: [] }));
    return variantId;
  };
  const skus = async (...args: Parameters<StockStore['page']>) =>
    (await open().page(...args)).rows.map(({ sku }) => sku.slice(12));

  it('tracks a new variant at zero, with the SKU of the newest version in whatever order versions arrive', async () => {
    const product = productOf();
    const variantId = newId();
    for (const version of [3, 2, 3, 1]) {
      await open().track({ ...product, version, variants: [{ variantId, sku: `v${version}` }] });
    }
    const [stock] = await open().byVariantIds([variantId]);
    expect(stock).toMatchObject({ sku: 'v3', onHand: 0, reserved: 0, lowStockThreshold: 5 });
  });

  it('a variant that a newer version lacks is removed with its units and SKU, until it is back', async () => {
    const product = productOf();
    const sku = newPrefix();
    const newVariant = (end: string) => ({ variantId: newId(), sku: sku + end });
    const [kept, other] = [newVariant('a'), newVariant('b')] as const;
    const id = other.variantId;
    const track = (version: number, ...variants: (typeof kept)[]) =>
      open().track({ ...product, version, variants });
    const read = async () => (await open().byVariantIds([id]))[0];
    await track(1, kept, other);
    await open().change([id], () => ({ movements: [receive(id, 4)], events: [] }));
    await track(3, kept);
    await track(2, kept, other);
    expect(await read()).toMatchObject({ ...other, onHand: 4, forSale: false, removed: true });
    for (const removed of [true, false]) {
      const expected = [removed ? id : kept.variantId];
      const { rows } = await open().page({ sku, removed }, 'SKU', pageOf(9));
      expect(rows.map(({ variantId }) => variantId)).toEqual(expected);
      expect(await open().count({ sku, removed })).toBe(1);
    }
    await track(4, kept, other);
    expect(await read()).toMatchObject({ onHand: 4, forSale: true, removed: false });
  });

  it('a variant is for sale while its product is active', async () => {
    const product = productOf({ variantId: newId(), sku: newId() });
    const ids = product.variants.map(({ variantId }) => variantId);
    const forSale: unknown[] = [];
    for (const [n, status] of (['DRAFT', 'ACTIVE', 'ARCHIVED', 'ACTIVE'] as const).entries()) {
      await open().track({ ...product, version: n + 1, status });
      const [stock] = await open().byVariantIds(ids);
      forSale.push([status, stock?.forSale, stock?.removed]);
    }
    expect(forSale).toEqual([
      ['DRAFT', false, false],
      ['ACTIVE', true, false],
      ['ARCHIVED', false, false],
      ['ACTIVE', true, false],
    ]);
  });

  it('saves nothing of a decision that violates a constraint', async () => {
    const [a, b] = [await stocked(3), await stocked(3)];
    const movements = [receive(a, 1), { ...receive(b, 0), kind: 'RESERVE', reservedDelta: 4 }];
    const change = { movements: movements as Movement[], events: [] };
    await expect(open().change([a, b], () => change)).rejects.toThrow();
    expect(await open().byVariantIds([a])).toMatchObject([{ onHand: 3 }]);
    expect(await open().movementCounts([a, b])).toEqual([1, 1]);
  });

  it('saves a change once per idempotency key and refuses the key for another input', async () => {
    const a = await stocked(1);
    const key = { scope: newId(), key: 'key', fingerprint: 'one' };
    const more = () => ({ movements: [receive(a, 1)], events: [] });
    await open().change([a], more, key);
    await open().change([a], more, key);
    expect(await open().byVariantIds([a])).toMatchObject([{ onHand: 2 }]);
    const other = { ...key, fingerprint: 'two' };
    await expect(open().change([a], more, other)).rejects.toThrow(/IDEMPOTENCY_CONFLICT/);
  });

  it('saves a threshold and a reservation', async () => {
    const a = await stocked(1);
    const reservation = {
      orderId: newId(),
      customerId: newId(),
      status: 'FULFILLED' as const,
      lines: [{ variantId: a, quantity: 3, shipped: 2, released: 1, restocked: 1 }],
      editNumber: 2,
      createdAt: new Date(),
    };
    const change = {
      movements: [],
      events: [],
      reservation,
      threshold: { variantId: a, units: 9 },
    };
    await open().changeFor(reservation.orderId, [a], () => change);
    expect(await open().byVariantIds([a])).toMatchObject([{ lowStockThreshold: 9 }]);
    expect(await open().reservations([reservation.orderId])).toEqual([reservation]);
  });

  it('pages by SKU are correct in both directions while variants are added', async () => {
    const sku = newPrefix();
    for (const end of ['a', 'c', 'e', 'g']) await stocked(1, sku + end);
    const { rows, more } = await open().page({ sku }, 'SKU', pageOf(2));
    expect(more).toBe(true);
    const last = rows.at(-1);
    await Promise.all([stocked(1, `${sku}b`), stocked(1, `${sku}d`)]);
    const cursor = [last?.sku ?? '', last?.variantId ?? ''];
    expect(await skus({ sku }, 'SKU', pageOf(2, cursor))).toEqual(['d', 'e']);
    expect(await skus({ sku }, 'SKU', pageOf(2, cursor, true))).toEqual(['a', 'b']);
    expect(await skus({ sku }, 'SKU', pageOf(2, undefined, true))).toEqual(['e', 'g']);
  });

  it('lists stock by available units and filters by low stock', async () => {
    const sku = newPrefix();
    for (const units of [70, 5, 0, 6, 100]) await stocked(units, `${sku}${units}`);
    expect(await skus({ sku }, 'AVAILABLE', pageOf(9))).toEqual(['0', '5', '6', '70', '100']);
    expect(await skus({ sku, lowStock: true }, 'AVAILABLE', pageOf(9))).toEqual(['0', '5']);
    expect(await skus({ sku, lowStock: false }, 'AVAILABLE', pageOf(2))).toEqual(['6', '70']);
    const [, second] = (await open().page({ sku }, 'AVAILABLE', pageOf(2))).rows;
    const cursor = ['5', second?.variantId ?? ''];
    expect(await skus({ sku }, 'AVAILABLE', pageOf(2, cursor))).toEqual(['6', '70']);
    expect(await open().count({ sku, lowStock: true })).toBe(2);
  });

  it('wildcards in the beginning of a SKU stand for themselves', async () => {
    const sku = newPrefix();
    for (const end of ['%x', '_x', '\\x', 'xx']) await stocked(1, sku + end);
    expect(await skus({ sku: `${sku}%` }, 'SKU', pageOf(9))).toEqual(['%x']);
    expect(await skus({ sku: `${sku}_` }, 'SKU', pageOf(9))).toEqual(['_x']);
    expect(await skus({ sku: `${sku}\\` }, 'SKU', pageOf(9))).toEqual(['\\x']);
  });

  it('reads one page of several ledgers, newest first', async () => {
    const [a, b] = [await stocked(1), await stocked(10)];
    for (const units of [2, 3]) {
      const movements = [receive(a, units), receive(b, 10 * units)];
      await open().change([a, b], () => ({ movements, events: [] }));
    }
    const deltas = async (page: PageRequest) =>
      (await open().movements([a, b, newId()], page)).map(({ rows, more }) => [
        ...rows.map(({ onHandDelta }) => onHandDelta),
        more,
      ]);
    const all = [[3, 2, true], [30, 20, true], [false]];
    expect(await deltas(pageOf(2))).toEqual(all);
    expect(await deltas(pageOf(2, undefined, true))).toEqual([
      [2, 1, true],
      [20, 10, true],
      [false],
    ]);
    const [ofA] = await open().movements([a], pageOf(2));
    const [next] = await open().movements([a], pageOf(2, [ofA?.rows.at(-1)?.id ?? '']));
    expect(next?.rows.map(({ onHandDelta }) => onHandDelta)).toEqual([1]);
    expect(await open().movementCounts([a, newId()])).toEqual([3, 0]);
  });
}
