import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, eur, newVariant, openCatalogue, size } from '../testing/open-catalogue.ts';
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

  /** Creates a product with one variant and a history of prices; a draft has its first price before it is published. */
  const createPriced = async (
    [[since, first], ...later]: readonly [Step, ...Step[]],
    draft = false,
  ) => {
    const at = (daysAgo: number) => new Date(Math.round(now - daysAgo * day));
    const status = draft ? 'DRAFT' : 'ACTIVE';
    const variants = [newVariant({ price: eur(first) })];
    const { id: productId, variants: saved } = await shop.create({ status, variants }, at(since));
    const variantId = saved[0]?.id ?? '';
    for (const [daysAgo, what] of later) {
      if (what === 'publish')
        await publishProduct(shop.products, undefined, { productId }, at(daysAgo));
      else if (what === 'archive')
        await archiveProduct(shop.products, undefined, { productId }, at(daysAgo));
      else
        await setVariantPrice(
          shop.products,
          undefined,
          { variantId, price: eur(what) },
          at(daysAgo),
        );
    }
    const [summary] = await shop.prices.summaries([variantId], new Date(now));
    return { variantId, figures: [summary?.lowest30Days?.minor, summary?.prior?.minor] };
  };

  it.each<[string, [Step, ...Step[]], (bigint | undefined)[]]>([
    ['a first price is the lowest and has no prior price', [[5, '10']], [1000n, undefined]],
    [
      'a reduced price has the previous price as prior price',
      [
        [90, '10'],
        [2, '8'],
      ],
      [800n, 1000n],
    ],
    [
      'a lower price within 30 days before the reduction is the prior price',
      [
        [90, '10'],
        [25, '9'],
        [20, '10'],
        [2, '8'],
      ],
      [800n, 900n],
    ],
    [
      'a price that ended 40 days ago is not the lowest',
      [
        [90, '5'],
        [40, '10'],
        [2, '8'],
      ],
      [800n, 1000n],
    ],
    [
      'a price that ended 29 days ago is the lowest',
      [
        [90, '5'],
        [29, '10'],
      ],
      [500n, undefined],
    ],
    [
      'an increased price has no prior price',
      [
        [90, '10'],
        [2, '12'],
      ],
      [1000n, undefined],
    ],
    [
      'a reduced price has no prior price when a lower one came before',
      [
        [90, '10'],
        [9, '7'],
        [8, '9'],
        [2, '8'],
      ],
      [700n, undefined],
    ],
    [
      'a price that ended exactly 30 days ago is not the lowest',
      [
        [90, '5'],
        [30, '10'],
      ],
      [1000n, undefined],
    ],
    [
      'a price that ended 30 days and a millisecond ago is not the lowest',
      [
        [90, '5'],
        [30 + ms, '10'],
      ],
      [1000n, undefined],
    ],
    [
      'a price that ended a millisecond less than 30 days ago is the lowest',
      [
        [90, '5'],
        [30 - ms, '10'],
      ],
      [500n, undefined],
    ],
    [
      'a price that ended exactly 30 days before the current price is not the prior price',
      [
        [90, '9'],
        [35, '10'],
        [5, '8'],
      ],
      [800n, 1000n],
    ],
    [
      'a price that ended 30 days and a millisecond before the current price is not the prior price',
      [
        [90, '9'],
        [35 + ms, '10'],
        [5, '8'],
      ],
      [800n, 1000n],
    ],
    [
      'a price that ended a millisecond less than 30 days before the current price is the prior price',
      [
        [90, '9'],
        [35 - ms, '10'],
        [5, '8'],
      ],
      [800n, 900n],
    ],
    [
      'a price before the product was archived counts',
      [
        [90, '10'],
        [20, 'archive'],
        [2, '8'],
        [1, 'publish'],
      ],
      [800n, 1000n],
    ],
    [
      'a price while the product was archived does not count',
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
      'a price that ended more than 30 days ago by archiving does not count',
      [
        [90, '5'],
        [31, 'archive'],
        [3, '10'],
        [2, 'publish'],
      ],
      [1000n, undefined],
    ],
    [
      'an archived product has a lowest price for 30 days',
      [
        [90, '5'],
        [29, 'archive'],
      ],
      [500n, undefined],
    ],
    [
      'a product that was archived 30 days ago has no lowest price',
      [
        [90, '5'],
        [30, 'archive'],
      ],
      [undefined, undefined],
    ],
  ])('%s', async (_, steps, figures) => {
    expect((await createPriced(steps)).figures).toEqual(figures);
  });

  it.each<[string, [Step, ...Step[]], (bigint | undefined)[]]>([
    ['a draft has no lowest price', [[5, '10']], [undefined, undefined]],
    [
      'a published draft has its first lowest price',
      [
        [9, '10'],
        [8, '1'],
        [7, '10'],
        [2, 'publish'],
      ],
      [1000n, undefined],
    ],
    [
      'a published and reduced draft has a prior price',
      [
        [9, '1'],
        [8, '10'],
        [5, 'publish'],
        [2, '8'],
      ],
      [800n, 1000n],
    ],
  ])('%s', async (_, steps, figures) => {
    expect((await createPriced(steps, true)).figures).toEqual(figures);
  });

  it('the price of an added variant counts from then on', async () => {
    const { id: productId } = await shop.create({
      status: 'ACTIVE',
      variants: [newVariant({ options: size('S') })],
    });
    const variant = newVariant({ options: size('M'), price: eur('3') });
    const added = await addVariant(shop.products, undefined, { productId, variant });
    const [summary] = await shop.prices.summaries([added.variant.id], new Date());
    expect(summary?.lowest30Days?.minor).toBe(300n);
  });

  it('the history of prices is newest first and has gaps while the product was not on sale', async () => {
    const steps: [Step, ...Step[]] = [
      [9, '1'],
      [8, '2'],
      [7, 'archive'],
      [6, '3'],
      [5, 'publish'],
    ];
    const [one, other] = [await createPriced(steps), await createPriced([[9, '7']])];
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

  it('setting the same price again changes nothing', async () => {
    const { id, variants } = await shop.create({ status: 'ACTIVE' });
    const variantId = variants[0]?.id ?? '';
    expect(
      (await setVariantPrice(shop.products, undefined, { variantId, price: eur('9.9') })).version,
    ).toBe(1);
    expect(await shop.eventTypes(id)).toEqual(['product.created.v1']);
    expect(await shop.prices.counts([variantId])).toEqual([1]);
  });

  it.each([
    ['-1', 'EUR', 'price'],
    ['0.001', 'EUR', 'price'],
    ['1000000.01', 'EUR', 'price'],
    ['999999999999999999', 'EUR', 'price'],
    ['1', 'XXQ', 'price currencyCode'],
    ['1', 'USD', 'price currencyCode'],
  ])('a price of %s %s is refused', async (amount, currencyCode, field) => {
    const { variants } = await shop.create();
    const input = { variantId: variants[0]?.id ?? '', price: { amount, currencyCode } };
    expect(await refusalOf(() => setVariantPrice(shop.products, undefined, input))).toEqual([
      `INVALID_VALUE ${field}`,
    ]);
  });

  it.each(['0', '1000000'])('a price of %s EUR is accepted', async (amount) => {
    expect((await createPriced([[1, amount]])).figures[0]).toBe(BigInt(amount) * 100n);
  });
});
