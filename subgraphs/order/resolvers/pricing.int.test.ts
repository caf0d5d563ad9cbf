import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addCartLines } from '../domain/cart/add-cart-lines.ts';
import { placeOrder } from '../domain/place-order.ts';
import { quote } from '../domain/pricing/quote.ts';
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
const staff = newViewer(['pricing:write', 'orders:read']);
const lines = [
  { variantId: variantA, quantity: 3 },
  { variantId: variantB, quantity: 1 },
];

beforeAll(async () => {
  stores = await openStores();
  const product = productData();
  const [first, second] = product.variants;
  if (!first || !second) throw new Error('two variants');
  await stores.catalogue.projectProduct({
    ...product,
    variants: [first, { ...second, taxClass: 'books' }],
  });
});
afterAll(() => stores.close());
beforeEach(async () => {
  await stores.prisma.pricingRules.deleteMany();
  await stores.prisma.taxExemption.deleteMany();
});

type Result = Record<string, Record<string, unknown>>;
async function run(source: string, variables: object = {}, viewer = staff): Promise<Result> {
  const { data, errors } = await execute(stores, source, { ...variables }, viewer);
  expect(errors).toEqual([]);
  return data as unknown as Result;
}

const rates = [
  { name: 'VAT', country: 'DE', percent: '19' },
  { name: 'VAT', country: 'DE', percent: '7', taxClass: 'books' },
];
const setRules = (change: object = {}, viewer = staff) =>
  run(
    `mutation ($input: SetTaxRulesInput!) { setTaxRules(input: $input) {
      rules { tax { version pricesIncludeTax } } userErrors { code field } } }`,
    { input: { pricesIncludeTax: false, rounding: 'LINE', rates, ...change } },
    viewer,
  );
const withCart = async () => {
  const customer = newViewer();
  await addCartLines(stores, customer, { lines });
  return customer;
};
const amounts = `subtotal { amount } taxes { name percent amount { amount } } taxesIncluded
  taxExemption { amount } total { amount }`;
const cartPricing = (viewer: ReturnType<typeof newViewer>, destination: object | null) =>
  run(
    `query ($destination: DestinationInput) { cart { pricing(destination: $destination) {
      ${amounts} lines { variantId taxes { amount { amount } } total { amount } } } } }`,
    { destination },
    viewer,
  );
const germany = { country: 'DE', postalCode: '20459' };

it('without rules the price of carts and orders is the sum of their lines', async () => {
  const customer = await withCart();
  const { cart } = await cartPricing(customer, germany);
  const sum = { subtotal: { amount: '55.50' }, taxes: [], total: { amount: '55.50' } };
  expect(cart?.['pricing']).toMatchObject({ ...sum, taxExemption: null });
  const { order } = await placeOrder(stores, customer, {
    ...{ lines, shippingAddress, idempotencyKey: newKey() },
  });
  expect(order).toMatchObject({ pricing: null, total: { minor: 5_550n } });
  const read = await run(
    `query ($id: ID!) { order(id: $id) { ${amounts} shipping { method } discounts { code }
      lines { total { amount } } } }`,
    { id: order.id },
  );
  expect(read['order']).toMatchObject({
    ...{ ...sum, shipping: null, discounts: [], taxesIncluded: true },
    lines: [{ total: { amount: '30.00' } }, { total: { amount: '25.50' } }],
  });
});

it('an order costs what its cart has shown, with taxes by the class of each variant', async () => {
  await setRules();
  const customer = await withCart();
  const { cart } = await cartPricing(customer, germany);
  const shown = {
    ...{ subtotal: { amount: '55.50' }, taxesIncluded: false, total: { amount: '62.99' } },
    taxes: [
      { name: 'VAT', percent: '19', amount: { amount: '5.70' } },
      { name: 'VAT', percent: '7', amount: { amount: '1.79' } },
    ],
  };
  expect(cart?.['pricing']).toMatchObject({
    ...shown,
    lines: [
      { variantId: variantA, taxes: [{ amount: { amount: '5.70' } }], total: { amount: '35.70' } },
      { variantId: variantB, taxes: [{ amount: { amount: '1.79' } }], total: { amount: '27.29' } },
    ],
  });
  const { placeOrder: placed } = await run(
    `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { userErrors { code }
      order { id ${amounts} lines { lineTotal { amount } taxes { amount { amount } } total { amount } } } } }`,
    {
      input: {
        ...{ fromCart: true, shippingAddress, idempotencyKey: newKey() },
        expectedTotal: { amount: '62.99', currencyCode: 'EUR' },
      },
    },
    customer,
  );
  expect(placed).toMatchObject({ userErrors: [], order: shown });
  const { id = '' } = (placed?.['order'] ?? {}) as { id?: string };
  const [stored] = await stores.orders.byIds([id]);
  expect(stored?.total).toEqual({ minor: 6_299n, currency: 'EUR' });
  const { event } = await stores.prisma.outbox.findFirstOrThrow({ where: { subject: id } });
  expect(event).toMatchObject({
    data: {
      total: { minor: '6299' },
      pricing: { taxesIncluded: false, subtotal: { minor: '5550' }, lines: [{}, {}] },
    },
  });
});

it('a total that was shown before a change of the rules is refused, with the total now', async () => {
  await setRules({ rates: [] });
  const customer = await withCart();
  await setRules();
  const { placeOrder: placed } = await run(
    `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
      userErrors { code details { ... on PriceDetails { total { amount } } } } } }`,
    {
      input: {
        ...{ fromCart: true, shippingAddress, idempotencyKey: newKey() },
        expectedTotal: { amount: '55.50', currencyCode: 'EUR' },
      },
    },
    customer,
  );
  expect(placed?.['userErrors']).toEqual([
    { code: 'PRICE_CHANGED', details: { total: { amount: '62.99' } } },
  ]);
});

it('without a destination, or where no rate applies, a cart has no taxes', async () => {
  await setRules();
  const customer = await withCart();
  for (const destination of [null, { country: 'FR' }]) {
    const { cart } = await cartPricing(customer, destination);
    expect(cart?.['pricing']).toMatchObject({ taxes: [], total: { amount: '55.50' } });
  }
  const { errors } = await execute(
    stores,
    '{ cart { pricing(destination: { country: "EU" }) { total { amount } } } }',
    {},
    customer,
  );
  expect(errors).toEqual([
    'BAD_USER_INPUT: `destination.country` must be an ISO 3166-1 alpha-2 code, like DE.',
  ]);
});

it('an exempt customer pays prices without the taxes that they include, until the exemption ends', async () => {
  await setRules({ pricesIncludeTax: true });
  const customer = await withCart();
  const exempt = (reference: string | null) =>
    run(
      `mutation ($input: SetTaxExemptionInput!) { setTaxExemption(input: $input) {
        customer { taxExemption { reference author { id } } } userErrors { code } } }`,
      { input: { customerId: customer.id, reference } },
    );
  expect(await exempt('DE123456789')).toEqual({
    setTaxExemption: {
      customer: { taxExemption: { reference: 'DE123456789', author: { id: staff.id } } },
      userErrors: [],
    },
  });
  await exempt('DE123456789');
  expect((await cartPricing(customer, germany))['cart']?.['pricing']).toMatchObject({
    ...{ taxes: [], taxExemption: { amount: '6.46' }, total: { amount: '49.04' } },
  });
  const ended = await exempt(null);
  expect(ended['setTaxExemption']).toMatchObject({ customer: { taxExemption: null } });
  expect((await cartPricing(customer, germany))['cart']?.['pricing']).toMatchObject({
    ...{ taxExemption: null, total: { amount: '55.50' } },
  });
  // The repeated call has saved nothing.
  const changes = 'taxExemptionChanges { reference author { id } }';
  const audit = await run(
    `mutation ($input: SetTaxExemptionInput!) { setTaxExemption(input: $input) {
      customer { ${changes} } } }`,
    { input: { customerId: customer.id, reference: null } },
  );
  expect(audit['setTaxExemption']?.['customer']).toEqual({
    taxExemptionChanges: [null, 'DE123456789'].map((reference) => ({
      ...{ reference, author: { id: staff.id } },
    })),
  });
});

it('each change of the rules is a version that stays, and equal rules are not a change', async () => {
  const version = async (change: object = {}) => (await setRules(change))['setTaxRules'];
  const current = (number: number, included = false) => ({
    tax: { version: number, pricesIncludeTax: included },
  });
  expect(await version({ expectedVersion: 0 })).toEqual({ rules: current(1), userErrors: [] });
  expect(await version()).toEqual({ rules: current(1), userErrors: [] });
  expect(await version({ pricesIncludeTax: true })).toEqual({
    ...{ rules: current(2, true), userErrors: [] },
  });
  expect(await version({ expectedVersion: 1 })).toEqual({
    rules: current(2, true),
    userErrors: [{ code: 'VERSION_CONFLICT', field: ['expectedVersion'] }],
  });
  const { pricingRules } = await run(
    '{ pricingRules { changes { kind version author { id } tax { pricesIncludeTax rates { percent } } } } }',
  );
  expect(pricingRules?.['changes']).toEqual([
    expect.objectContaining({ kind: 'TAX', version: 2, author: { id: staff.id } }),
    expect.objectContaining({
      ...{ version: 1 },
      tax: { pricesIncludeTax: false, rates: [{ percent: '19' }, { percent: '7' }] },
    }),
  ]);
});

it('of several changes at once, each is a version, and one of those that expect the same succeeds', async () => {
  const all = await Promise.all(
    [true, false, true, false].map((pricesIncludeTax, n) =>
      setRules({ pricesIncludeTax, rounding: n < 2 ? 'LINE' : 'TOTAL', expectedVersion: 0 }),
    ),
  );
  const errors = all.flatMap((one) => one['setTaxRules']?.['userErrors']);
  expect(errors).toEqual(Array(3).fill({ code: 'VERSION_CONFLICT', field: ['expectedVersion'] }));
});

it('taxes of an outside service are charged, unless they cannot be right', async () => {
  await setRules();
  const request = {
    ...{
      currency: 'EUR',
      ...{ customerId: null, email: null, voucherCodes: [] },
      shippingMethod: null,
      destination: { ...germany, region: null },
    },
    lines: [
      {
        variantId: variantA,
        quantity: 1,
        unitPrice: { minor: 1_000n, currency: 'EUR' },
        categoryIds: [],
        taxClass: null,
        weightGrams: null,
        isShipped: true,
      },
    ],
  };
  const by = (taxes: { name: string; rate: number; minor: bigint }[][]) =>
    quote({ ...stores, calculateTaxes: async () => taxes }, request, new Date());
  const tax = { name: 'City tax', rate: 10_000, minor: 10n };
  expect((await by([[tax]]))?.breakdown.lines).toMatchObject([{ taxes: [tax], total: 1_010n }]);
  for (const taxes of [[], [[tax], [tax]], [[{ ...tax, minor: -1n }]]]) {
    await expect(by(taxes)).rejects.toThrow('do not fit');
  }
  await setRules({ pricesIncludeTax: true });
  await expect(by([[{ ...tax, minor: 1_001n }]])).rejects.toThrow('do not fit');
});
