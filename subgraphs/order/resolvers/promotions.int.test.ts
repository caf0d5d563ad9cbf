import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { expect, it } from 'vitest';
import { addCartLines } from '../domain/cart/add-cart-lines.ts';
import { productData, variantA } from '../testing/fixtures.ts';
import { spring, usePromotionFixture } from '../testing/promotion-fixture.ts';

const fixture = usePromotionFixture();
const { staff, person, run, setPromotions, fill, order } = fixture;

it('of orders at once, an automatic promotion has as many as its limit, and the others cost more', async () => {
  await setPromotions({ ...spring, requiresVoucher: false, maxUses: 3 });
  const buyers = Array.from({ length: 12 }, person);
  await Promise.all(buyers.map((one) => fill(one)));
  const results = await Promise.all(buyers.map((one) => order(one)));
  const totals = results.map((one) => one.order.total.amount);
  expect(totals.filter((total) => total === '18.00')).toHaveLength(3);
  expect(totals.filter((total) => total === '20.00')).toHaveLength(9);
  const { pricingRules } = await run('{ pricingRules { promotions { promotions { uses } } } }');
  expect(pricingRules.promotions.promotions).toEqual([{ uses: 3 }]);
});

it('a promotion leads to its variants, in their sequence', async () => {
  const variantIds = [newId(), newId()];
  await setPromotions({ ...spring, variantIds });
  const { pricingRules } = await run(
    '{ pricingRules { promotions { promotions { variantIds variants { id } } } } }',
  );
  expect(pricingRules.promotions.promotions).toEqual([
    { variantIds, variants: variantIds.map((id) => ({ id })) },
  ]);
});

it('a promotion of a category concerns the lines of its products, which follow product events', async () => {
  const category = newId();
  const variantIds = [newId(), newId()];
  const [shirt = '', mug = ''] = variantIds;
  const project = (variantId: string, version: number, categoryIds: string[]) =>
    fixture.stores().catalogue.projectProduct({
      ...{ ...productData(), productId: variantId, version, categoryIds },
      variants: [
        { variantId, sku: variantId, title: '', price: { minor: '1000', currency: 'EUR' } },
      ],
    });
  await project(shirt, 1, [category, newId()]);
  await project(mug, 1, [newId()]);
  await setPromotions({ ...spring, requiresVoucher: false, categoryIds: [category] });
  const viewer = person();
  const lines = variantIds.map((variantId) => ({ variantId, quantity: 1 }));
  await addCartLines(fixture.stores(), viewer, { lines });
  const total = async () => {
    const { cart } = await run('{ cart { pricing { total { amount } } } }', {}, viewer);
    return cart.pricing;
  };
  expect(await total()).toEqual({ total: { amount: '19.00' } });
  await project(mug, 2, [category]);
  expect(await total()).toEqual({ total: { amount: '18.00' } });
});

it('a promotion for first orders and for a group is only for them', async () => {
  const groupOf = (viewer: Viewer, groups: string[]) =>
    run(
      `mutation ($input: SetCustomerGroupsInput!) { setCustomerGroups(input: $input) {
        customer { customerGroups customerGroupChanges { groups author { id } } }
        userErrors { code } } }`,
      { input: { customerId: viewer.id, groups } },
    );
  await setPromotions({
    ...{ ...spring, requiresVoucher: false, customerGroups: ['trade'], isFirstOrderOnly: true },
  });
  const [trade, other] = [person(), person()];
  expect(await groupOf(trade, ['trade', 'press', 'trade'])).toEqual({
    setCustomerGroups: {
      customer: {
        customerGroups: ['press', 'trade'],
        customerGroupChanges: [{ groups: ['press', 'trade'], author: { id: staff.id } }],
      },
      userErrors: [],
    },
  });
  const left = [await groupOf(other, ['press']), await groupOf(other, [])];
  const changes = [[{ groups: ['press'] }], [{ groups: [] }, { groups: ['press'] }]];
  expect(left).toMatchObject(
    changes.map((customerGroupChanges) => ({
      setCustomerGroups: { customer: { customerGroupChanges } },
    })),
  );
  const totals = [];
  for (const viewer of [trade, other, trade]) {
    await fill(viewer);
    totals.push((await order(viewer)).order.total.amount);
  }
  expect(totals).toEqual(['18.00', '20.00', '20.00']);
});

it('a promotion that is not saved is tried on lines and on a cart', async () => {
  await setPromotions({ ...spring, requiresVoucher: false });
  const viewer = person();
  const { cart } = await fill(viewer, 3);
  const preview = (on: object) =>
    run(
      `query ($input: PromotionPreviewInput!) { promotionPreview(input: $input) {
        before { total { amount } } after { total { amount } discounts { code amount { amount } } } } }`,
      {
        input: {
          promotion: { code: 'three', name: '3 for 2', buyXGetY: { buy: 2, get: 1 }, maxUses: 1 },
          ...on,
        },
      },
    ).then(({ promotionPreview }) => promotionPreview);
  const result = {
    before: { total: { amount: '27.00' } },
    after: {
      total: { amount: '18.00' },
      discounts: [
        { code: 'spring', amount: { amount: '3.00' } },
        { code: 'three', amount: { amount: '9.00' } },
      ],
    },
  };
  expect(await preview({ cartId: cart.id })).toEqual(result);
  expect(await preview({ lines: [{ variantId: variantA, quantity: 3 }] })).toEqual(result);
  expect(await preview({ cartId: 'none' })).toBeNull();
  expect(await fixture.stores().prisma.pricingRules.count()).toBe(1);
});
