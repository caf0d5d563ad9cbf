import { newId } from '@shop/domain';
import { applyVoucher } from '../../domain/cart/apply-voucher.ts';
import { maxVouchers } from '../../domain/cart/cart-vouchers.ts';
import { setPromotions } from '../../domain/pricing/set-promotions.ts';
import { createVouchers } from '../../domain/vouchers/create-vouchers.ts';
import { updateVoucher } from '../../domain/vouchers/update-voucher.ts';
import { newKey, newViewer, shippingAddress, variantA } from '../fixtures.ts';
import { conflict, type Fixture, manager, type RefusalCases, type Refused } from './case.ts';
import { fillCart, lineOf } from './line-cases.ts';

const spring = { code: 'spring', name: 'Spring', requiresVoucher: true, percentOff: '10' };
/** For orders that no test places. */
const expensive = {
  ...{ ...spring, code: 'expensive' },
  minSubtotal: { amount: '100000.00', currencyCode: 'EUR' },
};
const ofManager = (input: object) => async (): Promise<Refused> => ({
  ...{ input: { ...input }, viewer: manager },
});
const tooLong = 'x'.repeat(101);
const unknown = 'UNKNOWN1';

/** Returns what is refused of the mutations of promotions and voucher codes. */
export function voucherCases(shop: Fixture): RefusalCases {
  /** Creates codes of the promotion `spring`. */
  const newCodes = async (count: number) => {
    await setPromotions(shop.pricing, manager, { promotions: [spring, expensive] });
    const input = { promotionCode: spring.code, generate: { count }, idempotencyKey: newKey() };
    return (await createVouchers(shop, manager, input)).map(({ code }) => code);
  };
  /** A cart of a viewer with codes in it. */
  const cartWith = async (codes: readonly string[], input: object = {}): Promise<Refused> => {
    const viewer = newViewer();
    const { cart } = await fillCart(shop, viewer, [lineOf(variantA)]);
    for (const code of codes) await applyVoucher(shop, viewer, { code });
    return { input: { ...input }, viewer, now: { cart: { id: cart.id } } };
  };
  const ofCart = (input: object) => () => cartWith([], input);
  const creation = { promotionCode: spring.code, codes: ['SPRING26'] };
  /** A creation of codes after that of `creation`. */
  const afterCreation = (input: object) => async (): Promise<Refused> => {
    await newCodes(1);
    const idempotencyKey = newKey();
    const code = `C${newKey().replace(/\W/g, '').slice(-20)}`.toUpperCase();
    await createVouchers(shop, manager, { ...creation, codes: [code], idempotencyKey });
    return { input: { ...creation, idempotencyKey, ...input, codes: [code] }, viewer: manager };
  };
  const placing = async (codes: readonly string[]) => {
    const refused = await cartWith(codes);
    const input = { fromCart: true, shippingAddress, idempotencyKey: newKey() };
    return { ...refused, input };
  };
  const byGuest = (input: object) => async (): Promise<Refused> => ({
    ...{ input: { cartToken: 'unknown', ...input }, viewer: null, now: { cart: null } },
  });
  return {
    'setPromotions INVALID_VALUE': ofManager({ promotions: [{ ...spring, percentOff: '101' }] }),
    async 'setPromotions VERSION_CONFLICT'() {
      return ofManager({ promotions: [{ ...spring, name: newKey() }], ...conflict })();
    },
    'setCustomerGroups INVALID_VALUE': ofManager({ customerId: newId(), groups: [tooLong] }),
    'createVouchers INVALID_VALUE': ofManager({
      ...{ promotionCode: spring.code, idempotencyKey: newKey() },
    }),
    'createVouchers NOT_FOUND': ofManager({
      ...{ ...creation, promotionCode: 'unknown', idempotencyKey: newKey() },
    }),
    'createVouchers VOUCHER_TAKEN': afterCreation({ idempotencyKey: newKey() }),
    'createVouchers IDEMPOTENCY_CONFLICT': afterCreation({ maxUses: 5 }),
    'updateVoucher INVALID_VALUE': ofManager({ code: tooLong, isDisabled: true }),
    'updateVoucher NOT_FOUND': ofManager({ code: unknown, isDisabled: true }),
    async 'updateVoucher VERSION_CONFLICT'() {
      const [code = ''] = await newCodes(1);
      return ofManager({ code, isDisabled: true, ...conflict })();
    },
    'applyVoucher INVALID_VALUE': ofCart({ code: tooLong }),
    async 'applyVoucher NOT_FOUND'() {
      const [code = ''] = await newCodes(1);
      return byGuest({ code })();
    },
    async 'applyVoucher VERSION_CONFLICT'() {
      const [code = ''] = await newCodes(1);
      return cartWith([], { code, ...conflict });
    },
    async 'applyVoucher LIMIT_REACHED'() {
      const [code = '', ...others] = await newCodes(maxVouchers + 1);
      return cartWith(others, { code });
    },
    'applyVoucher VOUCHER_INVALID': ofCart({ code: unknown }),
    'removeVoucher INVALID_VALUE': ofCart({ code: tooLong }),
    'removeVoucher NOT_FOUND': byGuest({ code: unknown }),
    async 'removeVoucher VERSION_CONFLICT'() {
      const [code = ''] = await newCodes(1);
      return cartWith([code], { code, ...conflict });
    },
    async 'placeOrder VOUCHER_INVALID'() {
      const [code = ''] = await newCodes(1);
      const refused = await placing([code]);
      await updateVoucher(shop, manager, { code, isDisabled: true });
      return refused;
    },
    async 'placeOrder VOUCHER_NOT_APPLICABLE'() {
      await newCodes(1);
      const codes = ['EXPENSIVE'];
      const input = { promotionCode: expensive.code, codes, idempotencyKey: newKey() };
      await createVouchers(shop, manager, input);
      return placing(codes);
    },
  };
}
