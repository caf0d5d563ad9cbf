import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, openCatalogue } from '../testing/open-catalogue.ts';
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
  createCategory(shop.categories, undefined, {
    name: 'Category',
    slug: `category-${newId()}`,
    ...change,
  });

/** Creates a path of categories, each the parent of the next one. */
async function createPath(length: number) {
  const path = [await create()];
  while (path.length < length) path.push(await create({ parent: path.at(-1)?.slug }));
  return path;
}

describe('a category', () => {
  it('a category can be created, renamed and moved', async () => {
    const created = await createCategory(shop.categories, undefined, {
      name: 'Gärten & Höfe',
      parent: 'home',
    });
    expect(created).toMatchObject({ slug: 'garten-hofe', version: 1 });
    const moved = await updateCategory(shop.categories, undefined, {
      categoryId: created.id,
      name: 'Gardens',
      parent: 'outdoor',
      expectedVersion: 1,
    });
    expect(moved).toMatchObject({ name: 'Gardens', slug: 'garten-hofe', version: 2 });
    const path = ancestorsOf(moved, await shop.categories.all());
    expect(path.map(({ slug }) => slug)).toEqual(['outdoor']);
    const top = await updateCategory(shop.categories, undefined, {
      categoryId: created.id,
      parent: null,
    });
    expect(top).toMatchObject({ parentId: null, name: 'Gardens' });
  });

  it('moving a category moves its products in filters and searches', async () => {
    const [upper, lower] = await createPath(2);
    const other = await create({ name: 'Wunderkammer' });
    const product = await shop.create({ categories: [lower?.slug ?? ''], status: 'ACTIVE' });
    const countIn = (categoryId = '') => shop.products.count({ categoryId });
    const search = { search: 'wunderkammer', ids: [product.id] };
    expect([await countIn(upper?.id), await countIn(other.id)]).toEqual([1, 0]);
    expect(await shop.products.count(search)).toBe(0);
    await updateCategory(shop.categories, undefined, {
      categoryId: lower?.id ?? '',
      parent: other.slug,
    });
    expect([await countIn(upper?.id), await countIn(other.id)]).toEqual([0, 1]);
    expect(await shop.products.count(search)).toBe(1);
    expect(await shop.categories.productCounts([other.id, upper?.id ?? '', 'x'])).toEqual([
      1, 0, 0,
    ]);
  });

  it('a category and its subcategories are at most five levels deep', async () => {
    const five = await createPath(5);
    expect(await refusalOf(() => create({ parent: five[4]?.slug }))).toEqual([
      'INVALID_VALUE parent',
    ]);
    const three = await createPath(3);
    const move = (parent = '') =>
      updateCategory(shop.categories, undefined, { categoryId: three[0]?.id ?? '', parent });
    expect(await refusalOf(() => move(five[2]?.slug))).toEqual(['INVALID_VALUE parent']);
    expect((await move(five[1]?.slug)).parentId).toBe(five[1]?.id);
  });

  it('a category cannot be moved below itself, even by concurrent moves', async () => {
    const [top, middle, bottom] = await createPath(3);
    const move = (category: typeof top, parent: typeof top) =>
      refusalOf(() =>
        updateCategory(shop.categories, undefined, {
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

  it('products that get a category while it moves are found under its final parent', async () => {
    const [one, other, moved] = [await create(), await create(), await create()];
    const products = await Promise.all([1, 2, 3, 4].map(() => shop.create()));
    await Promise.all([
      ...products.map(({ id: productId }) =>
        updateProduct(shop, undefined, { productId, categories: [moved.slug] }),
      ),
      updateCategory(shop.categories, undefined, { categoryId: moved.id, parent: one.slug }),
      updateCategory(shop.categories, undefined, { categoryId: moved.id, parent: other.slug }),
    ]);
    const { parentId } = (await shop.categories.all()).find(({ id }) => id === moved.id) ?? moved;
    expect([one.id, other.id]).toContain(parentId);
    expect(await shop.products.count({ categoryId: parentId ?? '' })).toBe(4);
  });

  it('categories of one name without a slug get free ones', async () => {
    const made = [1, 2, 3].map(() =>
      createCategory(shop.categories, undefined, { name: 'Same Name' }),
    );
    const slugs = (await Promise.all(made)).map(({ slug }) => slug);
    expect(slugs.sort()).toEqual(['same-name', 'same-name-2', 'same-name-3']);
  });

  it.each<[string, object, string]>([
    ['an empty name', { name: ' ' }, 'INVALID_VALUE name'],
    ['a long name', { name: 'x'.repeat(81) }, 'INVALID_VALUE name'],
    ['a NUL', { name: 'a\u0000' }, 'INVALID_VALUE name'],
    ['a slug in capitals', { slug: 'Home' }, 'INVALID_VALUE slug'],
    ['the slug of another category', { slug: 'home' }, 'SLUG_TAKEN slug'],
    ['an unknown parent', { parent: '💥' }, 'INVALID_VALUE parent'],
  ])('a category with %s is refused', async (_, change, reason) => {
    expect(await refusalOf(() => create(change))).toEqual([reason]);
    const { id: categoryId } = await create();
    const update = (more: object) =>
      updateCategory(shop.categories, undefined, { categoryId, ...more });
    expect(await refusalOf(() => update(change))).toEqual([reason]);
    expect(await refusalOf(() => update({ expectedVersion: 9 }))).toEqual([
      'VERSION_CONFLICT expectedVersion',
    ]);
    expect(await refusalOf(() => update({ categoryId: 'x' }))).toEqual(['NOT_FOUND categoryId']);
  });
});
