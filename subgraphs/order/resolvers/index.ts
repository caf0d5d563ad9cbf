import { cartMutations } from './cart-mutation.ts';
import { editMutations } from './edits.ts';
import { giftCardMutations } from './gift-cards.ts';
import { Mutation as orderMutations } from './mutation.ts';
import { pricingMutations } from './pricing.ts';
import { promotionMutations } from './promotions.ts';
import { returnMutations } from './returns.ts';
import { voucherMutations } from './vouchers.ts';

export { Cart, CartLine, CartProblem } from './cart.ts';
export { EditStepDetails, OrderEdit, OrderEditLine, OrderEditPreview } from './edits.ts';
export { GiftCard, GiftCardChange, GiftCardMovement } from './gift-cards.ts';
export { PlaceOrderPayload } from './mutation.ts';
export {
  Fulfilment,
  FulfilmentLine,
  Order,
  OrderDocument,
  OrderLine,
  OrderNote,
  OrderStep,
  OrderStepDetails,
  Payment,
  PaymentStepDetails,
  Refund,
  RefundLine,
  RefundStepDetails,
  ShortLine,
} from './order.ts';
export {
  PricingRuleChange,
  PricingRules,
  ShippingMethod,
  ShippingRules,
  ShippingZone,
  TaxExemption,
  TaxExemptionChange,
  TaxRate,
  TaxRules,
} from './pricing.ts';
export { CustomerGroupChange, Promotion, PromotionRules } from './promotions.ts';
export { Query } from './query.ts';
export { Return, ReturnLine } from './returns.ts';
export { BestSeller, SalesOfDay } from './sales.ts';
export { User } from './user.ts';
export { Voucher, VoucherChange } from './vouchers.ts';

export const Mutation = {
  ...{ ...orderMutations, ...editMutations, ...returnMutations, ...cartMutations },
  ...{ ...pricingMutations, ...promotionMutations, ...voucherMutations },
  ...giftCardMutations,
};
