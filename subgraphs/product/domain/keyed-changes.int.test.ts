import { newId } from '@shop/domain';
import { mutationsWithKey, refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogManager } from '../testing/graph-fixture.ts';
import { type Catalogue, eur, newVariant, openCatalogue, size } from '../testing/open-catalogue.ts';
import { addVariant } from './add-variant.ts';
import { archiveProduct } from './archive-product.ts';
import { createCategory } from './create-category.ts';
import { createProduct } from './create-product.ts';
import { publishProduct } from './publish-product.ts';
import { removeVariant } from './remove-variant.ts';
import { setVariantPrice } from './set-variant-price.ts';
import { updateCategory } from './update-category.ts';
import { updateProduct } from './update-product.ts';
import { updateVariant } from './update-variant.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue({ seeded: false });
});
afterAll(() => shop.close());

type Send = (input: never) => Promise<unknown>;
type Case = {
  readonly send: Send;
  /** Returns the input without its key. */
  readonly prepare: () => Promise<object>;
  readonly other: object;
};

const productCase = (send: Send, change: object, other: object): Case => ({
  send,
  prepare: async () => {
    const variants = [newVariant({ options: size('S') }), newVariant({ options: size('M') })];
    return { productId: (await shop.create({ variants })).id, ...change };
  },
  other,
});
const variantCase = (send: Send, change: object, other: object): Case => ({
  send,
  prepare: async () => {
    const variants = [newVariant({ options: size('S') }), newVariant({ options: size('M') })];
    return { variantId: (await shop.create({ variants })).variants[0]?.id, ...change };
  },
  other,
});
const large = () => newVariant({ options: size('L') });

/** Every mutation with an optional key but `bulkUpsertProducts`, which has tests of its own. */
const keyedChanges: Readonly<Record<string, Case>> = {
  createProduct: {
    send: (input) => createProduct(shop, catalogManager, input),
    prepare: async () => ({ title: 'Keyed', variants: [newVariant()] }),
    other: { title: 'Other' },
  },
  updateProduct: productCase(
    (input) => updateProduct(shop, catalogManager, input),
    { title: 'Keyed', expectedVersion: 1 },
    { title: 'Other' },
  ),
  publishProduct: productCase(
    (input) => publishProduct(shop.products, catalogManager, input),
    {},
    { expectedVersion: 1 },
  ),
  archiveProduct: productCase(
    (input) => archiveProduct(shop.products, catalogManager, input),
    {},
    { expectedVersion: 1 },
  ),
  addVariant: {
    ...productCase((input) => addVariant(shop.products, catalogManager, input), {}, {}),
    prepare: async () => {
      const variants = [newVariant({ options: size('S') })];
      return { productId: (await shop.create({ variants })).id, variant: large() };
    },
    other: { variant: large() },
  },
  updateVariant: variantCase(
    (input) => updateVariant(shop.products, catalogManager, input),
    { options: size('XS') },
    { options: size('XL') },
  ),
  removeVariant: variantCase(
    (input) => removeVariant(shop.products, catalogManager, input),
    {},
    { expectedVersion: 1 },
  ),
  setVariantPrice: variantCase(
    (input) => setVariantPrice(shop.products, catalogManager, input),
    { price: eur('5.00') },
    { price: eur('6.00') },
  ),
  createCategory: {
    send: (input) => createCategory(shop.categories, catalogManager, input),
    prepare: async () => ({ name: 'Keyed' }),
    other: { name: 'Other' },
  },
  updateCategory: {
    send: (input) => updateCategory(shop.categories, catalogManager, input),
    prepare: async () => {
      const created = await createCategory(shop.categories, catalogManager, { name: 'Keyed' });
      return { categoryId: created.id, name: 'New' };
    },
    other: { name: 'Other' },
  },
};

it('every mutation of the SDL with an idempotency key is tested here or in bulk', () => {
  const names = [...Object.keys(keyedChanges), 'bulkUpsertProducts'].sort();
  expect(names).toEqual(mutationsWithKey('product.graphql'));
});

const changes = async () => [
  await shop.prisma.product.count(),
  await shop.prisma.category.count(),
  await shop.prisma.outbox.count(),
];

describe.each(Object.entries(keyedChanges))('%s', (name, { send, prepare, other }) => {
  it(`${name} that is repeated at once and later has one effect and the same result`, async () => {
    const input = { ...(await prepare()), idempotencyKey: newId() };
    const [first, ...again] = await Promise.all([1, 2, 3].map(() => send(input as never)));
    const after = await changes();
    expect(again).toEqual([first, first]);
    expect(await send(input as never)).toEqual(first);
    expect(await changes()).toEqual(after);
  });

  it(`${name} with a used key and another input is refused, and a refusal uses no key`, async () => {
    const input = { ...(await prepare()), idempotencyKey: newId() };
    const invalid = { ...input, expectedVersion: 'x' };
    if (!name.startsWith('create')) {
      expect(await refusalOf(() => send(invalid as never))).toEqual([
        'INVALID_VALUE expectedVersion',
      ]);
    }
    await send(input as never);
    expect(await refusalOf(() => send({ ...input, ...other } as never))).toEqual([
      'IDEMPOTENCY_CONFLICT idempotencyKey',
    ]);
  });
});

it('a key of another viewer is another key', async () => {
  const input = { title: 'Keyed', variants: [newVariant()], idempotencyKey: newId() };
  const first = await createProduct(shop, catalogManager, input);
  const colleague = { ...catalogManager, id: newId() };
  const other = { ...input, variants: [newVariant()] };
  expect((await createProduct(shop, colleague, other)).id).not.toBe(first.id);
});
