import { newId } from '@shop/domain';
import { statementsOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bulkUpsertProducts } from '../domain/bulk-upsert-products.ts';
import { createCategory } from '../domain/create-category.ts';
import { updateCategory } from '../domain/update-category.ts';
import { updateProduct } from '../domain/update-product.ts';
import { catalogManager, execute } from '../testing/graph-fixture.ts';
import { type Catalogue, newVariant, openCatalogue } from '../testing/open-catalogue.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue({ seeded: false });
});
afterAll(() => shop.close());

const newSlug = () => `slug-${newId()}`;
const product = (slug: string) => shop.create({ slug, status: 'ACTIVE' });
const rename = (productId: string, slug: string) =>
  updateProduct(shop, undefined, { productId, slug });
/** Returns the slug of the product that a slug finds. */
async function found(kind: 'product' | 'category', slug: string) {
  const source = `query ($slug: String) { found: ${kind}(slug: $slug) { id slug } }`;
  const { data } = await execute(shop, source, { slug });
  return (data as never as { found: { id: string; slug: string } | null }).found;
}

describe('a product that was renamed', () => {
  it('a former slug finds the product, which has its present slug', async () => {
    const [a, b, c] = [newSlug(), newSlug(), newSlug()];
    const { id } = await product(a);
    await rename(id, b);
    await rename(id, c);
    for (const slug of [a, b, c]) expect(await found('product', slug)).toEqual({ id, slug: c });
    await rename(id, a);
    for (const slug of [a, b, c]) expect(await found('product', slug)).toEqual({ id, slug: a });
  });

  it('a product that takes a former slug is found by it, and keeps it when it is renamed too', async () => {
    const [a, b, c] = [newSlug(), newSlug(), newSlug()];
    const first = await product(a);
    await rename(first.id, b);
    const second = await product(a);
    expect(await found('product', a)).toMatchObject({ id: second.id });
    await rename(second.id, c);
    expect(await found('product', a)).toEqual({ id: second.id, slug: c });
    expect(await found('product', b)).toEqual({ id: first.id, slug: b });
  });

  it('a slug that is made from a title differs from the former slugs of others', async () => {
    const title = `Tee ${newId()}`;
    const first = await shop.create({ title });
    await rename(first.id, newSlug());
    expect((await shop.create({ title })).slug).toBe(`${first.slug}-2`);
  });

  it('a bulk upsert with a former slug creates a product, which has the slug from then on', async () => {
    const slug = newSlug();
    const { id } = await product(slug);
    await rename(id, newSlug());
    const row = { slug, title: 'New', variants: [newVariant()], status: 'ACTIVE' as const };
    const [result] = await bulkUpsertProducts(shop, catalogManager, { products: [row] });
    expect(result).toMatchObject({ action: 'CREATED' });
    expect((await found('product', slug))?.id).toBe(result?.productId);
  });

  it('a former slug shows nothing of a product that the viewer may not see', async () => {
    const slug = newSlug();
    const { id } = await shop.create({ slug });
    await rename(id, newSlug());
    expect(await found('product', slug)).toBeNull();
  });

  it('a product of a slug takes one statement, of a former slug three', async () => {
    const [a, b] = [newSlug(), newSlug()];
    await rename((await product(a)).id, b);
    expect(await statementsOf(shop.pool, () => found('product', b))).toBe(1);
    expect(await statementsOf(shop.pool, () => found('product', a))).toBe(3);
  });

  it('products that get the slugs of each other at once are found by their own', async () => {
    const [a, b] = [newSlug(), newSlug()];
    const [first, second] = [await product(a), await product(b)];
    await rename(first.id, newSlug());
    await Promise.all([rename(second.id, a), rename(first.id, newSlug())]);
    expect(await found('product', a)).toEqual({ id: second.id, slug: a });
    await rename(first.id, b);
    expect(await found('product', b)).toEqual({ id: first.id, slug: b });
  });
});

describe('a category that was renamed', () => {
  const category = (slug: string) =>
    createCategory(shop.categories, undefined, { name: 'Shelf', slug });
  const renamed = (categoryId: string, slug: string) =>
    updateCategory(shop.categories, undefined, { categoryId, slug });

  it('a former slug finds the category, unless another one has taken it', async () => {
    const [a, b, c] = [newSlug(), newSlug(), newSlug()];
    const { id } = await category(a);
    await renamed(id, b);
    expect(await found('category', a)).toEqual({ id, slug: b });
    const second = await category(a);
    expect(await found('category', a)).toEqual({ id: second.id, slug: a });
    await renamed(second.id, c);
    expect(await found('category', a)).toEqual({ id: second.id, slug: c });
    expect(await found('category', b)).toEqual({ id, slug: b });
    await renamed(second.id, a);
    expect(await found('category', c)).toEqual({ id: second.id, slug: a });
  });

  it('a former slug of a category still filters products and names it in inputs', async () => {
    const [a, b] = [newSlug(), newSlug()];
    const { id } = await category(a);
    await renamed(id, b);
    const filed = await shop.create({ categories: [a], status: 'ACTIVE' });
    expect(filed.categoryIds).toEqual([id]);
    const source = `{ products(filter: { category: "${a}" }) { nodes { id } } }`;
    const { data } = await execute(shop, source);
    expect(data).toEqual({ products: { nodes: [{ id: filed.id }] } });
  });

  it('a slug that is made from a name differs from the former slugs of others', async () => {
    const name = `Shelf ${newId()}`;
    const first = await createCategory(shop.categories, undefined, { name });
    await renamed(first.id, newSlug());
    expect((await createCategory(shop.categories, undefined, { name })).slug).toBe(
      `${first.slug}-2`,
    );
  });
});
