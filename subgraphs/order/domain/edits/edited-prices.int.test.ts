import { refusalOf } from '@shop/testing';
import { expect, it } from 'vitest';
import { units, withEdits } from '../../testing/edit-fixture.ts';
import { newKey, paymentWindows, variantA, variantB } from '../../testing/fixtures.ts';
import { staff as orderStaff } from '../../testing/order-fixture.ts';
import { usePromotionFixture } from '../../testing/promotion-fixture.ts';
import { confirmOrder } from '../confirm-order.ts';
import { updateVoucher } from '../vouchers/update-voucher.ts';
import { editOrder } from './edit-order.ts';

const fixture = usePromotionFixture();
/** The stores with what the tests of edits need; the parts of the shop that they do not call are left out. */
const shopOf = () => withEdits(fixture.stores() as unknown as Parameters<typeof withEdits>[0]);

/** Places and confirms an order of the buyer's cart. */
async function confirmed(viewer: Parameters<typeof fixture.order>[0]): Promise<string> {
  const { order } = await fixture.order(viewer);
  await confirmOrder(fixture.stores().orders, order.id, paymentWindows);
  return order.id;
}
const discountOf = ({ pricing }: { readonly pricing: unknown }) =>
  JSON.stringify(pricing, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));

it('an edited order keeps its voucher, whose only use is its own, also when the code is disabled', async () => {
  const code = await fixture.newCode({ maxUses: 1, maxUsesPerCustomer: 1 }, 1);
  const orderId = await confirmed(await fixture.buyer(code));
  const shop = shopOf();
  await updateVoucher(fixture.stores(), fixture.staff, { code, isDisabled: true, maxUses: 1 });
  const edited = await shop.edited(orderId, units([variantA, 1], [variantB, 1]));
  expect(edited.total.minor).toBe(3_195n);
  expect(discountOf(edited)).toContain(code);
  expect(await fixture.usesOf(code)).toBe(1);
});

it('a promotion for first orders applies to an edited first order', async () => {
  const code = await fixture.newCode({ isFirstOrderOnly: true });
  const orderId = await confirmed(await fixture.buyer(code));
  expect((await shopOf().edited(orderId, units([variantA, 3]))).total.minor).toBe(2_700n);
});

it('a promotion that an edit ends is released when the edit is applied, and is back with a later one', async () => {
  const code = await fixture.newCode({ minSubtotal: { amount: '20', currencyCode: 'EUR' } }, 1);
  const orderId = await confirmed(await fixture.buyer(code));
  const shop = shopOf();
  await shop.request(orderId, units([variantA, 1]));
  expect(await fixture.usesOf(code)).toBe(1);
  expect((await shop.reserve(orderId)).total.minor).toBe(1_000n);
  expect(await fixture.usesOf(code)).toBe(0);
  const back = await shop.edited(orderId, units([variantA, 4]));
  expect(back.total.minor).toBe(3_600n);
  expect(await fixture.usesOf(code)).toBe(1);
});

it('a promotion that an edit adds is counted from its request on, and released when it is rejected', async () => {
  await fixture.setPromotions({
    code: 'big',
    name: 'Big',
    percentOff: '50',
    maxUses: 1,
    minSubtotal: { amount: '50', currencyCode: 'EUR' },
  });
  const viewer = fixture.person();
  await fixture.fill(viewer, 2);
  const [one, two] = [
    await confirmed(viewer),
    await (async () => {
      const other = fixture.person();
      await fixture.fill(other, 2);
      return confirmed(other);
    })(),
  ];
  const shop = shopOf();
  const edit = (orderId: string) =>
    editOrder(shop, orderStaff, {
      ...{ orderId, lines: units([variantA, 6]), reason: 'more', idempotencyKey: newKey() },
      expectedTotal: { amount: '30', currencyCode: 'EUR' },
    });
  const both = await Promise.allSettled([edit(one), edit(two)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const [winner = '', loser = ''] = both[0]?.status === 'fulfilled' ? [one, two] : [two, one];
  expect(await refusalOf(() => edit(loser))).toEqual(['PRICE_CHANGED expectedTotal']);
  await shop.reject(winner);
  expect((await edit(loser)).edits).toMatchObject([{ after: { total: { minor: 3_000n } } }]);
});

it('an order that was placed without rules of prices stays without a breakdown', async () => {
  const viewer = fixture.person();
  await fixture.fill(viewer, 2);
  const orderId = await confirmed(viewer);
  await fixture.setPromotions({ code: 'all', name: 'All', percentOff: '50' });
  const edited = await shopOf().edited(orderId, units([variantA, 3]));
  expect(edited).toMatchObject({ pricing: null, total: { minor: 3_000n } });
});
