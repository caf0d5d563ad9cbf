import { expect, it } from 'vitest';
import { changed, created, newProduct } from './product.ts';

const now = new Date();
const price = { minor: 1_000n, currency: 'EUR' };
const image = (url: string) => ({ url, alt: '' });
const product = newProduct(
  {
    ...{ slug: 'tee', title: 'Tee', description: '', status: 'ACTIVE', categoryIds: [] },
    images: ['/pictures/tee.svg', 'https://pictures.example/back.png'].map(image),
    variants: [{ sku: 'TEE', options: [], price }],
  },
  now,
);

it('the events of a product have its first picture as it is stored', () => {
  const imageUrl = '/pictures/tee.svg';
  expect(created(product).events).toMatchObject([{ data: { imageUrl } }]);
  expect(changed(product, now).events).toMatchObject([{ data: { imageUrl } }]);
});

it('the events of a product without pictures have no picture', () => {
  const [event] = changed({ ...product, images: [] }, now).events;
  expect(event?.data).not.toHaveProperty('imageUrl');
});

it('the events of a product state what is not standard about its variants', () => {
  const [standard] = product.variants;
  const goods = { taxClass: 'books', weightGrams: 350, isShipped: false };
  const variants = product.variants.map((variant) => ({ ...variant, ...goods }));
  expect(changed({ ...product, variants }, now).events[0]?.data.variants).toMatchObject([goods]);
  const [plain] = changed(product, now).events[0]?.data.variants ?? [];
  expect(Object.keys(plain ?? {})).toEqual(['variantId', 'sku', 'title', 'price']);
  expect(standard).toMatchObject({ taxClass: 'standard', weightGrams: null, isShipped: true });
});

it('the events of a product have its categories, and none without any', () => {
  const categoryIds = ['0195f3c0-0000-7000-8000-000000000003'];
  const [event] = changed({ ...product, categoryIds }, now).events;
  expect(event?.data).toMatchObject({ categoryIds });
  expect(changed(product, now).events[0]?.data).not.toHaveProperty('categoryIds');
});
