import { refusalOf } from '@shop/service/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, eur, newVariant, openCatalogue } from '../prisma/testing.ts';
import { setVariantPrice } from './set-variant-price.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue({ seeded: false });
});
afterAll(() => shop.close());

describe('a price', () => {
  const day = 86_400_000;
  const now = Date.now();
  const priced = async (...points: (readonly [daysAgo: number, amount: string])[]) => {
    const [[since, first] = [0, '0'], ...later] = points;
    const at = (daysAgo: number) => new Date(now - daysAgo * day);
    const product = await shop.create({ variants: [newVariant({ price: eur(first) })] }, at(since));
    const variantId = product.variants[0]?.id ?? '';
    for (const [daysAgo, amount] of later) {
      await setVariantPrice(shop.products, { variantId, price: eur(amount) }, at(daysAgo));
    }
    const [summary] = await shop.prices.summaries([variantId], new Date(now));
    return { variantId, figures: [summary?.lowest30Days.minor, summary?.prior?.minor] };
  };

  it.each<[string, (readonly [number, string])[], (bigint | undefined)[]]>([
    ['its first is the lowest, and no reduction', [[5, '10']], [1000n, undefined]],
    [
      'a reduction is shown against what was before',
      [
        [90, '10'],
        [2, '8'],
      ],
      [800n, 1000n],
    ],
    [
      'one that was lower 20 days before counts',
      [
        [90, '10'],
        [25, '9'],
        [20, '10'],
        [2, '8'],
      ],
      [800n, 900n],
    ],
    [
      'one that ended 40 days ago does not',
      [
        [90, '5'],
        [40, '10'],
        [2, '8'],
      ],
      [800n, 1000n],
    ],
    [
      'one in force until 29 days ago does',
      [
        [90, '5'],
        [29, '10'],
      ],
      [500n, undefined],
    ],
    [
      'a rise is no reduction',
      [
        [90, '10'],
        [2, '12'],
      ],
      [1000n, undefined],
    ],
    [
      'a fall after a deeper fall is none either',
      [
        [90, '10'],
        [9, '7'],
        [8, '9'],
        [2, '8'],
      ],
      [700n, undefined],
    ],
  ])('%s', async (_, points, figures) => {
    expect((await priced(...points)).figures).toEqual(figures);
  });

  it('has a history, newest first, without gaps', async () => {
    const { variantId } = await priced([9, '1'], [8, '2'], [7, '3']);
    const page = (cursor?: string[], backward = false) =>
      shop.prices.page(variantId, { size: 2, backward, cursor });
    const { rows, more } = await page();
    expect(rows.map(({ price }) => price.minor)).toEqual([300n, 200n]);
    expect([more, rows[0]?.validTo]).toEqual([true, null]);
    expect(rows[1]?.validTo).toEqual(rows[0]?.validFrom);
    const key = [rows[1]?.validFrom.toISOString() ?? '', rows[1]?.id ?? ''];
    expect((await page(key)).rows.map(({ price }) => price.minor)).toEqual([100n]);
    expect((await page(key, true)).rows.map(({ price }) => price.minor)).toEqual([300n]);
    expect(await shop.prices.count(variantId)).toBe(3);
  });

  it('that is the same again changes nothing', async () => {
    const { id, variants } = await shop.create();
    const variantId = variants[0]?.id ?? '';
    expect((await setVariantPrice(shop.products, { variantId, price: eur('9.9') })).version).toBe(
      1,
    );
    expect(await shop.said(id)).toEqual(['product.created.v1']);
    expect(await shop.prices.count(variantId)).toBe(1);
  });

  it.each([
    ['-1', 'EUR', 'price'],
    ['0.001', 'EUR', 'price'],
    ['1000000.01', 'EUR', 'price'],
    ['999999999999999999', 'EUR', 'price'],
    ['1', 'XXQ', 'price currencyCode'],
    ['1', 'USD', 'price currencyCode'],
  ])('of %s %s is refused', async (amount, currencyCode, field) => {
    const { variants } = await shop.create();
    const input = { variantId: variants[0]?.id ?? '', price: { amount, currencyCode } };
    expect(await refusalOf(() => setVariantPrice(shop.products, input))).toEqual([
      `INVALID_VALUE ${field}`,
    ]);
  });

  it.each(['0', '1000000'])('of %s EUR is taken', async (amount) => {
    expect((await priced([1, amount])).figures[0]).toBe(BigInt(amount) * 100n);
  });
});
