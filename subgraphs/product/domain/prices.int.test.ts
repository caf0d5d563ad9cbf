import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, eur, newVariant, openCatalogue, size } from '../testing/database.ts';
import { addVariant } from './add-variant.ts';
import { archiveProduct } from './archive-product.ts';
import { publishProduct } from './publish-product.ts';
import { setVariantPrice } from './set-variant-price.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue({ seeded: false });
});
afterAll(() => shop.close());

describe('a price', () => {
  const day = 86_400_000;
  const now = Date.now();
  const ms = 1 / day;
  type Step = readonly [daysAgo: number, amount: string | 'publish' | 'archive'];

  /** A product with one variant; a `draft` has its first price before it is published. */
  const priced = async ([[since, first], ...later]: readonly [Step, ...Step[]], draft = false) => {
    const at = (daysAgo: number) => new Date(Math.round(now - daysAgo * day));
    const status = draft ? 'DRAFT' : 'ACTIVE';
    const variants = [newVariant({ price: eur(first) })];
    const { id: productId, variants: saved } = await shop.create({ status, variants }, at(since));
    const variantId = saved[0]?.id ?? '';
    for (const [daysAgo, what] of later) {
      if (what === 'publish') await publishProduct(shop.products, { productId }, at(daysAgo));
      else if (what === 'archive') await archiveProduct(shop.products, { productId }, at(daysAgo));
      else await setVariantPrice(shop.products, { variantId, price: eur(what) }, at(daysAgo));
    }
    const [summary] = await shop.prices.summaries([variantId], new Date(now));
    return { variantId, figures: [summary?.lowest30Days?.minor, summary?.prior?.minor] };
  };

  it.each<[string, [Step, ...Step[]], (bigint | undefined)[]]>([
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
    [
      'one that ended exactly 30 days ago does not count',
      [
        [90, '5'],
        [30, '10'],
      ],
      [1000n, undefined],
    ],
    [
      'one that ended a millisecond earlier does not either',
      [
        [90, '5'],
        [30 + ms, '10'],
      ],
      [1000n, undefined],
    ],
    [
      'one that ended a millisecond later does',
      [
        [90, '5'],
        [30 - ms, '10'],
      ],
      [500n, undefined],
    ],
    [
      'one that ended exactly 30 days before the present one is not the prior one',
      [
        [90, '9'],
        [35, '10'],
        [5, '8'],
      ],
      [800n, 1000n],
    ],
    [
      'one that ended a millisecond earlier is not either',
      [
        [90, '9'],
        [35 + ms, '10'],
        [5, '8'],
      ],
      [800n, 1000n],
    ],
    [
      'one that ended a millisecond later is',
      [
        [90, '9'],
        [35 - ms, '10'],
        [5, '8'],
      ],
      [800n, 900n],
    ],
    [
      'what was asked before it was archived counts',
      [
        [90, '10'],
        [20, 'archive'],
        [2, '8'],
        [1, 'publish'],
      ],
      [800n, 1000n],
    ],
    [
      'what it would have cost while it was archived does not',
      [
        [90, '10'],
        [20, 'archive'],
        [19, '1'],
        [2, '8'],
        [1, 'publish'],
      ],
      [800n, 1000n],
    ],
    [
      'one that ended in the archive more than 30 days ago does not count',
      [
        [90, '5'],
        [31, 'archive'],
        [3, '10'],
        [2, 'publish'],
      ],
      [1000n, undefined],
    ],
    [
      'an archived one has had a lowest price',
      [
        [90, '5'],
        [29, 'archive'],
      ],
      [500n, undefined],
    ],
    [
      'one that was archived 30 days ago has none',
      [
        [90, '5'],
        [30, 'archive'],
      ],
      [undefined, undefined],
    ],
  ])('%s', async (_, steps, figures) => {
    expect((await priced(steps)).figures).toEqual(figures);
  });

  it.each<[string, [Step, ...Step[]], (bigint | undefined)[]]>([
    ['has none', [[5, '10']], [undefined, undefined]],
    [
      'that is published has its first',
      [
        [9, '10'],
        [8, '1'],
        [7, '10'],
        [2, 'publish'],
      ],
      [1000n, undefined],
    ],
    [
      'that is published and reduced has one before',
      [
        [9, '1'],
        [8, '10'],
        [5, 'publish'],
        [2, '8'],
      ],
      [800n, 1000n],
    ],
  ])('of a draft %s', async (_, steps, figures) => {
    expect((await priced(steps, true)).figures).toEqual(figures);
  });

  it('of a variant that is added is asked from then on', async () => {
    const { id: productId } = await shop.create({
      status: 'ACTIVE',
      variants: [newVariant({ options: size('S') })],
    });
    const variant = newVariant({ options: size('M'), price: eur('3') });
    const added = await addVariant(shop.products, { productId, variant });
    const [summary] = await shop.prices.summaries([added.variant.id], new Date());
    expect(summary?.lowest30Days?.minor).toBe(300n);
  });

  it('has a history, newest first, with gaps where it was not on sale', async () => {
    const steps: [Step, ...Step[]] = [
      [9, '1'],
      [8, '2'],
      [7, 'archive'],
      [6, '3'],
      [5, 'publish'],
    ];
    const [one, other] = [await priced(steps), await priced([[9, '7']])];
    const ids = [other.variantId, one.variantId];
    const page = async (cursor?: string[], backward = false) => {
      const pages = await shop.prices.pages(ids, { size: 2, backward, cursor });
      return pages[1] ?? { rows: [], more: false };
    };
    const { rows, more } = await page();
    const [newest, older] = rows;
    expect(rows.map(({ price }) => price.minor)).toEqual([300n, 200n]);
    expect([more, newest?.validTo]).toEqual([true, null]);
    expect(+(newest?.validFrom ?? 0) - +(older?.validTo ?? 0)).toBe(2 * day);
    const key = [older?.validFrom.toISOString() ?? '', older?.id ?? ''];
    const rest = (await page(key)).rows;
    expect(rest.map(({ price }) => price.minor)).toEqual([100n]);
    expect(rest[0]?.validTo).toEqual(older?.validFrom);
    expect((await page(key, true)).rows.map(({ price }) => price.minor)).toEqual([300n]);
    expect(await shop.prices.counts([...ids, newId()])).toEqual([1, 3, 0]);
  });

  it('that is the same again changes nothing', async () => {
    const { id, variants } = await shop.create({ status: 'ACTIVE' });
    const variantId = variants[0]?.id ?? '';
    expect((await setVariantPrice(shop.products, { variantId, price: eur('9.9') })).version).toBe(
      1,
    );
    expect(await shop.said(id)).toEqual(['product.created.v1']);
    expect(await shop.prices.counts([variantId])).toEqual([1]);
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
    expect((await priced([[1, amount]])).figures[0]).toBe(BigInt(amount) * 100n);
  });
});
