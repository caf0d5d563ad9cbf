import { cartCases } from './cart-cases.ts';
import type { Fixture, RefusalCases } from './case.ts';
import { editCases } from './edit-cases.ts';
import { giftCardCases } from './gift-card-cases.ts';
import { orderCases } from './order-cases.ts';
import { placeOrderCases } from './place-order-cases.ts';
import { pricingCases } from './pricing-cases.ts';
import { returnCases } from './return-cases.ts';
import { voucherCases } from './voucher-cases.ts';

export { addVariants } from './line-cases.ts';

/** Returns what provokes each refusal that a mutation of this subgraph declares. */
export const refusalCases = (shop: Fixture): RefusalCases => ({
  ...orderCases(shop),
  ...editCases(shop),
  ...returnCases(shop),
  ...placeOrderCases(shop),
  ...cartCases(shop),
  ...pricingCases,
  ...voucherCases(shop),
  ...giftCardCases(shop),
});
