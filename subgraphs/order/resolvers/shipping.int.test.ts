import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addCartLines } from '../domain/cart/add-cart-lines.ts';
import { placeOrder } from '../domain/place-order.ts';
import { setShippingRules } from '../domain/pricing/set-shipping-rules.ts';
import { setTaxRules } from '../domain/pricing/set-tax-rules.ts';
import {
  newKey,
  newViewer,
  productData,
  shippingAddress,
  variantA,
  variantB,
} from '../testing/fixtures.ts';
import { execute } from '../testing/graph-fixture.ts';
import { openStores } from '../testing/open-stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
const staff = newViewer(['pricing:write']);

beforeAll(async () => {
  stores = await openStores();
  const product = productData();
  const [first, second] = product.variants;
  if (!first || !second) throw new Error('two variants');
  // One of 10.00 EUR that weighs 900 g, and a download.
  const variants = [
    { ...first, weightGrams: 900 },
    { ...second, isShipped: false },
  ];
  await stores.catalogue.projectProduct({ ...product, variants });
});
afterAll(() => stores.close());

const eur = (amount: string) => ({ amount, currencyCode: 'EUR' });
const zones = [
  {
    ...{ name: 'Germany', countries: ['DE'] },
    methods: [
      {
        ...{ code: 'parcel', name: 'Parcel', minDays: 2, maxDays: 4, freeFrom: eur('50') },
        rates: [
          { maxWeightGrams: 2_000, price: eur('4.90') },
          { maxWeightGrams: 10_000, price: eur('7.90') },
        ],
      },
      { code: 'express', name: 'Express', rates: [{ price: eur('12.90') }] },
    ],
  },
];
beforeEach(async () => {
  await stores.prisma.pricingRules.deleteMany();
  await setShippingRules(stores.pricing, staff, { zones });
});

const withCart = async (quantity: number, variantId = variantA) => {
  const customer = newViewer();
  await addCartLines(stores, customer, { lines: [{ variantId, quantity }] });
  return customer;
};
const germany = { country: 'DE', postalCode: '20459' };
async function cartOf(customer: ReturnType<typeof newViewer>, variables: object) {
  const { data, errors } = await execute(
    stores,
    `query ($to: DestinationInput!, $method: ID) { cart {
      shippingMethods(destination: $to) { code price { amount } minDays maxDays isDefault }
      pricing(destination: $to, shippingMethod: $method) {
        shipping { method name total { amount } taxes { amount { amount } } } total { amount } } } }`,
    { to: germany, method: null, ...variables },
    customer,
  );
  expect(errors).toEqual([]);
  return data?.cart as unknown as { shippingMethods: object[]; pricing: object };
}
const place = (viewer: ReturnType<typeof newViewer>, change: object = {}) =>
  placeOrder(stores, viewer, {
    ...{ fromCart: true, shippingAddress, idempotencyKey: newKey() },
    ...change,
  });

it('a cart is offered the methods that send it, by its weight and its price', async () => {
  const light = await cartOf(await withCart(2), {});
  expect(light.shippingMethods).toEqual([
    { code: 'parcel', price: { amount: '4.90' }, minDays: 2, maxDays: 4, isDefault: false },
    { code: 'express', price: { amount: '12.90' }, minDays: null, maxDays: null, isDefault: false },
  ]);
  const prices = async (quantity: number) =>
    (await cartOf(await withCart(quantity), {})).shippingMethods.map((one) => ({ ...one }));
  expect(await prices(3)).toMatchObject([{ price: { amount: '7.90' } }, { code: 'express' }]);
  expect(await prices(5)).toMatchObject([{ price: { amount: '0.00' } }, { code: 'express' }]);
  // More than 10 kg.
  expect(await prices(12)).toMatchObject([{ code: 'express' }]);
  const abroad = await cartOf(await withCart(1), { to: { country: 'FR' } });
  expect(abroad.shippingMethods).toEqual([]);
});

it('an order costs what its cart has shown, with the taxes of shipping', async () => {
  const rates = [{ name: 'VAT', country: 'DE', percent: '19' }];
  await setTaxRules(stores.pricing, staff, { pricesIncludeTax: false, rounding: 'LINE', rates });
  const customer = await withCart(2);
  const { pricing } = await cartOf(customer, { method: 'parcel' });
  expect(pricing).toEqual({
    shipping: {
      ...{ method: 'parcel', name: 'Parcel', total: { amount: '5.83' } },
      taxes: [{ amount: { amount: '0.93' } }],
    },
    total: { amount: '29.63' },
  });
  const { order } = await place(customer, {
    shippingMethod: 'parcel',
    expectedTotal: eur('29.63'),
  });
  expect(order).toMatchObject({
    total: { minor: 2_963n },
    pricing: { shipping: { method: 'parcel', subtotal: 490n, total: 583n } },
  });
  expect(await stores.orders.byIds([order.id])).toMatchObject([{ pricing: order.pricing }]);
});

it('an order that is sent needs a method that sends it', async () => {
  const customer = await withCart(2);
  expect(await refusalOf(() => place(customer))).toEqual(['INVALID_VALUE shippingMethod']);
  for (const shippingMethod of ['pigeon', 'PARCEL']) {
    const order = () => place(customer, { shippingMethod });
    expect(await refusalOf(order)).toEqual(['NOT_FOUND shippingMethod']);
  }
  const abroad = { ...shippingAddress, country: 'FR', postalCode: '75001' };
  const order = () => place(customer, { shippingMethod: 'parcel', shippingAddress: abroad });
  expect(await refusalOf(order)).toEqual(['NOT_FOUND shippingMethod']);
});

it('an order that chooses no method has the default one', async () => {
  const methods = zones[0]?.methods.map((one) => ({ ...one, isDefault: one.code === 'express' }));
  await setShippingRules(stores.pricing, staff, { zones: [{ ...zones[0], methods } as never] });
  const customer = await withCart(2);
  const { pricing, shippingMethods } = await cartOf(customer, {});
  expect(shippingMethods).toMatchObject([{ isDefault: false }, { isDefault: true }]);
  expect(pricing).toMatchObject({ shipping: { method: 'express' }, total: { amount: '32.90' } });
  const { order } = await place(customer, { expectedTotal: eur('32.90') });
  expect(order.pricing?.shipping).toMatchObject({ method: 'express', total: 1_290n });
  const chosen = await place(await withCart(2), { shippingMethod: 'parcel' });
  expect(chosen.order.pricing?.shipping).toMatchObject({ method: 'parcel' });
});

it('the price of the method when the order is placed decides', async () => {
  const customer = await withCart(2);
  const [zone] = zones;
  const methods = [{ code: 'parcel', name: 'Parcel', rates: [{ price: eur('5.90') }] }];
  await setShippingRules(stores.pricing, staff, { zones: [{ ...zone, methods } as never] });
  const order = () => place(customer, { shippingMethod: 'parcel', expectedTotal: eur('24.90') });
  expect(await refusalOf(order)).toEqual(['PRICE_CHANGED expectedTotal']);
});

it('what is not sent needs no method', async () => {
  const customer = await withCart(1, variantB);
  expect((await cartOf(customer, { method: 'parcel' })).pricing).toMatchObject({ shipping: null });
  const { order } = await place(customer, { shippingMethod: 'parcel' });
  expect(order).toMatchObject({ total: { minor: 2_550n }, pricing: { shipping: null } });
});

it('a shop without zones sends orders without a method', async () => {
  await setShippingRules(stores.pricing, staff, { zones: [] });
  const customer = await withCart(2);
  expect((await cartOf(customer, {})).shippingMethods).toEqual([]);
  expect((await place(customer)).order.total).toEqual({ minor: 2_000n, currency: 'EUR' });
});

it('the rules of shipping are read as they were set, in their version', async () => {
  const source = `{ pricingRules { shipping { version zones { name countries postalCodes { from }
    methods { code freeFrom { amount } rates { maxWeightGrams price { amount } } } } }
    changes { kind version shipping { version } tax { version } } } }`;
  const { data, errors } = await execute(stores, source, {}, staff);
  expect(errors).toEqual([]);
  expect((data as { pricingRules?: object } | null)?.pricingRules).toMatchObject({
    shipping: {
      version: 1,
      zones: [
        {
          ...{ name: 'Germany', countries: ['DE'], postalCodes: [] },
          methods: [
            {
              ...{ code: 'parcel', freeFrom: { amount: '50.00' } },
              rates: [{ maxWeightGrams: 2_000, price: { amount: '4.90' } }, {}],
            },
            { code: 'express', freeFrom: null },
          ],
        },
      ],
    },
    changes: [{ kind: 'SHIPPING', version: 1, shipping: { version: 1 }, tax: null }],
  });
});
