import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, openCatalogue } from '../testing/database.ts';
import { ancestorsOf } from './category.ts';
import { type CreateCategoryInput, createCategory } from './create-category.ts';
import { updateCategory } from './update-category.ts';
import { updateProduct } from './update-product.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue();
});
afterAll(() => shop.close());

const create = (change: Partial<CreateCategoryInput> = {}) =>
  createCategory(shop.categories, { name: 'Shelf', slug: `shelf-${newId()}`, ...change });

/** Slugs from the top: `a`, then one below it, and so on. */
async function chain(length: number) {
  const made = [await create()];
  while (made.length < length) made.push(await create({ parent: made.at(-1)?.slug }));
  return made;
}

describe('a category', () => {
  it('is made, renamed and moved', async () => {
    const made = await createCategory(shop.categories, { name: 'Gärten & Höfe', parent: 'home' });
    expect(made).toMatchObject({ slug: 'garten-hofe', version: 1 });
    const moved = await updateCategory(shop.categories, {
      categoryId: made.id,
      name: 'Gardens',
      parent: 'outdoor',
      expectedVersion: 1,
    });
    expect(moved).toMatchObject({ name: 'Gardens', slug: 'garten-hofe', version: 2 });
    const way = ancestorsOf(moved, await shop.categories.all());
    expect(way.map(({ slug }) => slug)).toEqual(['outdoor']);
    const top = await updateCategory(shop.categories, { categoryId: made.id, parent: null });
    expect(top).toMatchObject({ parentId: null, name: 'Gardens' });
  });

  it('takes its products along, in filters and in searches', async () => {
    const [upper, lower] = await chain(2);
    const other = await create({ name: 'Wunderkammer' });
    const product = await shop.create({ categories: [lower?.slug ?? ''], status: 'ACTIVE' });
    const below = (categoryId = '') => shop.products.count({ categoryId });
    const search = { search: 'wunderkammer', ids: [product.id] };
    expect([await below(upper?.id), await below(other.id)]).toEqual([1, 0]);
    expect(await shop.products.count(search)).toBe(0);
    await updateCategory(shop.categories, { categoryId: lower?.id ?? '', parent: other.slug });
    expect([await below(upper?.id), await below(other.id)]).toEqual([0, 1]);
    expect(await shop.products.count(search)).toBe(1);
    expect(await shop.categories.productCounts([other.id, upper?.id ?? '', 'x'])).toEqual([
      1, 0, 0,
    ]);
  });

  it('is at most the fifth from the top, with all that is below it', async () => {
    const five = await chain(5);
    expect(await refusalOf(() => create({ parent: five[4]?.slug }))).toEqual([
      'INVALID_VALUE parent',
    ]);
    const three = await chain(3);
    const move = (parent = '') =>
      updateCategory(shop.categories, { categoryId: three[0]?.id ?? '', parent });
    expect(await refusalOf(() => move(five[2]?.slug))).toEqual(['INVALID_VALUE parent']);
    expect((await move(five[1]?.slug)).parentId).toBe(five[1]?.id);
  });

  it('never comes to lie below itself, whoever moves at the same time', async () => {
    const [top, middle, bottom] = await chain(3);
    const move = (category: typeof top, parent: typeof top) =>
      refusalOf(() =>
        updateCategory(shop.categories, {
          categoryId: category?.id ?? '',
          parent: parent?.slug ?? '',
        }),
      ).catch(() => 'moved');
    expect(await move(top, top)).toEqual(['INVALID_VALUE parent']);
    expect(await move(top, bottom)).toEqual(['INVALID_VALUE parent']);
    expect(await move(top, middle)).toEqual(['INVALID_VALUE parent']);
    for (let round = 0; round < 8; round++) {
      const [one, other] = [await create(), await create()];
      const outcomes = await Promise.all([move(one, other), move(other, one)]);
      expect(outcomes.filter((outcome) => outcome === 'moved')).toHaveLength(1);
    }
  });

  it('that moves while products are filed under it ends with the right shelves', async () => {
    const [one, other, moved] = [await create(), await create(), await create()];
    const products = await Promise.all([1, 2, 3, 4].map(() => shop.create()));
    await Promise.all([
      ...products.map(({ id: productId }) =>
        updateProduct(shop, { productId, categories: [moved.slug] }),
      ),
      updateCategory(shop.categories, { categoryId: moved.id, parent: one.slug }),
      updateCategory(shop.categories, { categoryId: moved.id, parent: other.slug }),
    ]);
    const { parentId } = (await shop.categories.all()).find(({ id }) => id === moved.id) ?? moved;
    expect([one.id, other.id]).toContain(parentId);
    expect(await shop.products.count({ categoryId: parentId ?? '' })).toBe(4);
  });

  it.each<[string, object, string]>([
    ['an empty name', { name: ' ' }, 'INVALID_VALUE name'],
    ['a long name', { name: 'x'.repeat(81) }, 'INVALID_VALUE name'],
    ['a NUL', { name: 'a\u0000' }, 'INVALID_VALUE name'],
    ['a slug in capitals', { slug: 'Home' }, 'INVALID_VALUE slug'],
    ['a slug that is taken', { slug: 'home' }, 'SLUG_TAKEN slug'],
    ['an unknown parent', { parent: '💥' }, 'INVALID_VALUE parent'],
  ])('is refused with %s', async (_, change, reason) => {
    expect(await refusalOf(() => create(change))).toEqual([reason]);
    const { id: categoryId } = await create();
    const update = (more: object) => updateCategory(shop.categories, { categoryId, ...more });
    expect(await refusalOf(() => update(change))).toEqual([reason]);
    expect(await refusalOf(() => update({ expectedVersion: 9 }))).toEqual([
      'VERSION_CONFLICT expectedVersion',
    ]);
    expect(await refusalOf(() => update({ categoryId: 'x' }))).toEqual(['NOT_FOUND categoryId']);
  });
});
