import { newId } from '@shop/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addCartLines } from '../domain/cart/add-cart-lines.ts';
import { placeOrder } from '../domain/place-order.ts';
import { rejectOrder } from '../domain/reject-order.ts';
import { newKey, productData, shippingAddress, variantA, variantB } from '../testing/fixtures.ts';
import { customer, execute } from '../testing/graph-fixture.ts';
import { openStores } from '../testing/open-stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
let id: string;
beforeAll(async () => {
  stores = await openStores();
  const product = productData();
  await stores.catalogue.projectProduct(product);
  const lines = [variantA, variantB].map((variantId) => ({ variantId, quantity: 2 }));
  ({ id } = (
    await placeOrder(stores, customer, { lines, shippingAddress, idempotencyKey: newKey() })
  ).order);
  const short = lines.map(({ variantId }) => ({ variantId, requested: 2, available: 1 }));
  await rejectOrder(stores.orders, id, short);
  await addCartLines(stores, customer, { lines });
  const variants = product.variants.filter(({ variantId }) => variantId === variantB);
  await stores.catalogue.projectProduct({ ...product, version: 2, variants });
});
afterAll(() => stores.close());

it.each(['id', '__typename', '...on ProductVariant { id }'])(
  'a variant that was removed is null for the selection { %s }, and its line stays',
  async (selection) => {
    const fields = `sku title variant { ${selection} }`;
    const source = `query ($id: ID!) {
      order(id: $id) { lines { ${fields} } shortLines { ${fields} } } cart { lines { ${fields} } } }`;
    const { data, errors } = await execute(stores, source, { id }, customer);
    expect(errors).toEqual([]);
    for (const lines of [data?.order?.lines, data?.order?.shortLines, data?.cart?.lines]) {
      expect(lines).toMatchObject([
        { sku: 'A', title: 'Product - Small', variant: null },
        { sku: 'B', title: 'Product', variant: expect.anything() },
      ]);
    }
  },
);

it('an order line keeps the slug and the first picture that its product had when it was ordered', async () => {
  const variantId = newId();
  const variants = [{ variantId, sku: 'P', title: '', price: { minor: '1', currency: 'EUR' } }];
  const product = productData({ productId: newId(), slug: 'poster', variants });
  const order = async () => {
    const lines = [{ variantId, quantity: 1 }];
    return (
      await placeOrder(stores, customer, { lines, shippingAddress, idempotencyKey: newKey() })
    ).order.id;
  };
  const linesOf = async (orderId: string) => {
    const source = 'query ($id: ID!) { order(id: $id) { lines { slug imageUrl } } }';
    return (await execute(stores, source, { id: orderId }, customer)).data?.order?.lines;
  };
  const states = [
    { version: 1, imageUrl: '/pictures/poster.svg' },
    { version: 2, imageUrl: 'https://pictures.example/poster.png', slug: 'big-poster' },
    { version: 3 },
  ];
  const orders: string[] = [];
  for (const state of states) {
    await stores.catalogue.projectProduct({ ...product, ...state });
    orders.push(await order());
  }
  expect(await Promise.all(orders.map(linesOf))).toEqual([
    [{ slug: 'poster', imageUrl: 'https://shop.example/pictures/poster.svg' }],
    [{ slug: 'big-poster', imageUrl: 'https://pictures.example/poster.png' }],
    [{ slug: 'poster', imageUrl: null }],
  ]);
});

it('a cart counts the units of all its lines, also of removed variants', async () => {
  const { data } = await execute(stores, '{ cart { totalQuantity } }', {}, customer);
  expect(data).toEqual({ cart: { totalQuantity: 4 } });
});

it('a variant that comes back is a variant again', async () => {
  const productId = newId();
  const variant = { sku: 'C', title: '', price: { minor: '1', currency: 'EUR' } };
  const [first, other] = [newId(), newId()];
  const project = (version: number, ...ids: string[]) => {
    const variants = ids.map((variantId) => ({ ...variant, variantId }));
    return stores.catalogue.projectProduct(productData({ productId, version, variants }));
  };
  await project(1, first);
  await project(2, other);
  await project(3, first);
  expect(await stores.catalogue.byIds([first, other])).toMatchObject([
    { removed: false, forSale: true },
    { removed: true, forSale: false },
  ]);
});

it('the variants of an archived product are not removed', async () => {
  const [variant] = await stores.catalogue.byIds([variantB]);
  const variants = [
    { variantId: variantB, sku: 'B', title: '', price: { minor: '2550', currency: 'EUR' } },
  ];
  const archived = productData({ status: 'ARCHIVED', version: 3, variants });
  await stores.catalogue.projectProduct(archived);
  const after = { ...variant, forSale: false };
  expect(await stores.catalogue.byIds([variantB])).toEqual([after]);
});
