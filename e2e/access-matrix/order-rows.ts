import { newId } from '@shop/domain';
import {
  authenticated,
  errors,
  everyone,
  everyoneRefused,
  key,
  notOwned,
  type ObjectIds,
  outcomes,
  type Row,
  staff,
  staffRefused,
  text,
  unauthenticated,
} from './row.ts';

const shippingAddress =
  '{ recipient: "Nel", line1: "Deichstraße 1", city: "Hamburg", postalCode: "20459", country: "DE" }';

/** Rules are refused, so that other tests find none. */
const otherVersion = 'expectedVersion: 1000000';
const parcel =
  '{ code: "parcel", name: "Parcel", rates: [{ price: { amount: "4.90", currencyCode: "EUR" } }] }';

const unknownReturn = (orderId: string, more = '') =>
  `{ orderId: ${text(orderId)}, returnId: "none", idempotencyKey: ${key()}${more} }`;

export const orderRows: readonly Row[] = [
  {
    field: 'Query.order',
    select: ({ orderId }) => `order(id: ${text(orderId)}) { id }`,
    expected: outcomes('null', 'ok', 'null', 'ok', 'ok', unauthenticated),
  },
  {
    field: 'Query.countries',
    select: () => 'countries(codes: ["DE"]) { code }',
    expected: everyone,
  },
  {
    field: 'Query.paymentProvider',
    select: () => 'paymentProvider { code publishableKey }',
    expected: everyone,
  },
  { field: 'Query.orders', select: () => 'orders(first: 1) { nodes { id } }', expected: staff },
  {
    field: 'Query.salesOfDay',
    select: () => 'salesOfDay(date: "2026-03-01", timeZone: "UTC") { orderCount }',
    expected: staff,
  },
  {
    field: 'Mutation.placeOrder',
    select: ({ variantId }) =>
      `placeOrder(input: { lines: [{ variantId: ${text(variantId)}, quantity: 1 }], shippingAddress: ${shippingAddress}, idempotencyKey: ${key()} }) ${errors}`,
    // A guest must give an e-mail address.
    expected: outcomes(':INVALID_VALUE', 'ok', 'ok', 'ok', 'ok', unauthenticated),
  },
  {
    field: 'Mutation.placeOrderForCustomer',
    select: ({ variantId }) =>
      `placeOrderForCustomer(input: { email: "other@shop.example", lines: [{ variantId: ${text(variantId)}, quantity: 1 }], shippingAddress: ${shippingAddress}, idempotencyKey: ${key()} }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Mutation.payOrder',
    select: ({ orderId }) =>
      `payOrder(input: { orderId: ${text(orderId)}, paymentToken: "tok_success", idempotencyKey: ${key()} }) ${errors}`,
    expected: outcomes(
      ':NOT_FOUND',
      'ok',
      ':NOT_FOUND',
      ':NOT_FOUND',
      ':NOT_FOUND',
      unauthenticated,
    ),
  },
  {
    field: 'Mutation.removePaymentMethod',
    select: ({ otherUserId }) =>
      `removePaymentMethod(input: { paymentMethodId: ${text(otherUserId)} }) ${errors}`,
    expected: notOwned,
  },
  {
    field: 'Mutation.cancelOrder',
    select: ({ orderId }) =>
      `cancelOrder(input: { orderId: ${text(orderId)}, reason: "test", idempotencyKey: ${key()} }) ${errors}`,
    expected: outcomes(':NOT_FOUND', 'ok', ':NOT_FOUND', 'ok', 'ok', unauthenticated),
  },
  {
    field: 'Mutation.requestOrderLink',
    select: () =>
      `requestOrderLink(input: { number: "2026-999999", email: "other@shop.example" }) ${errors}`,
    expected: everyone,
  },
  {
    field: 'Mutation.claimOrders',
    select: () => `claimOrders ${errors}`,
    // The accounts of the matrix have no verified address.
    expected: outcomes(
      unauthenticated,
      ...Array.from({ length: 4 }, () => ':EMAIL_NOT_VERIFIED'),
      unauthenticated,
    ),
  },
  {
    field: 'Mutation.editOrder',
    select: ({ orderId, variantId }) =>
      `editOrder(input: { orderId: ${text(orderId)}, lines: [{ variantId: ${text(variantId)}, quantity: 99 }], reason: "test", expectedVersion: 1000000, idempotencyKey: ${key()} }) ${errors}`,
    expected: staffRefused(':VERSION_CONFLICT'),
  },
  {
    field: 'Mutation.shipOrder',
    select: ({ orderId }) =>
      `shipOrder(input: { orderId: ${text(orderId)}, idempotencyKey: ${key()} }) ${errors}`,
    expected: staffRefused(':ILLEGAL_TRANSITION'),
  },
  {
    field: 'Mutation.fulfilOrder',
    select: ({ orderId }) =>
      `fulfilOrder(input: { orderId: ${text(orderId)}, idempotencyKey: ${key()} }) ${errors}`,
    expected: staffRefused(':ILLEGAL_TRANSITION'),
  },
  {
    field: 'Mutation.markDelivered',
    select: ({ orderId }) =>
      `markDelivered(input: { orderId: ${text(orderId)}, idempotencyKey: ${key()} }) ${errors}`,
    expected: staffRefused(':ILLEGAL_TRANSITION'),
  },
  {
    field: 'Mutation.requestReturn',
    select: ({ orderId }) =>
      `requestReturn(input: { orderId: ${text(orderId)}, lines: [{ lineId: "none", quantity: 1, reasonCode: OTHER }], idempotencyKey: ${key()} }) ${errors}`,
    expected: outcomes(
      ':NOT_FOUND',
      ':ILLEGAL_TRANSITION',
      ':NOT_FOUND',
      ':ILLEGAL_TRANSITION',
      ':ILLEGAL_TRANSITION',
      unauthenticated,
    ),
  },
  {
    field: 'Mutation.cancelReturn',
    select: ({ orderId }) => `cancelReturn(input: ${unknownReturn(orderId)}) ${errors}`,
    expected: outcomes(...Array.from({ length: 5 }, () => ':NOT_FOUND'), unauthenticated),
  },
  ...['approveReturn', 'receiveReturn'].map((name) => ({
    field: `Mutation.${name}`,
    select: ({ orderId }: ObjectIds) => `${name}(input: ${unknownReturn(orderId)}) ${errors}`,
    expected: staffRefused(':NOT_FOUND'),
  })),
  {
    field: 'Mutation.refuseReturn',
    select: ({ orderId }) =>
      `refuseReturn(input: ${unknownReturn(orderId, ', reason: "test"')}) ${errors}`,
    expected: staffRefused(':NOT_FOUND'),
  },
  {
    field: 'Mutation.refundOrder',
    select: ({ orderId }) =>
      `refundOrder(input: { orderId: ${text(orderId)}, reason: "test", idempotencyKey: ${key()} }) ${errors}`,
    expected: staffRefused(':NOTHING_TO_REFUND'),
  },
  {
    field: 'Mutation.addOrderNote',
    select: ({ orderId }) =>
      `addOrderNote(input: { orderId: ${text(orderId)}, note: "test", idempotencyKey: ${key()} }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Query.pricingRules',
    select: () => 'pricingRules { tax { version } }',
    expected: staff,
  },
  {
    field: 'Mutation.setTaxRules',
    select: () =>
      `setTaxRules(input: { pricesIncludeTax: true, rounding: LINE, rates: [{ name: "VAT", country: "DE", percent: "19" }], ${otherVersion} }) ${errors}`,
    expected: staffRefused(':VERSION_CONFLICT'),
  },
  {
    field: 'Mutation.setShippingRules',
    select: () =>
      `setShippingRules(input: { zones: [{ name: "EU", countries: ["DE"], methods: [${parcel}] }], ${otherVersion} }) ${errors}`,
    expected: staffRefused(':VERSION_CONFLICT'),
  },
  {
    field: 'Mutation.setTaxExemption',
    select: () => `setTaxExemption(input: { customerId: "${newId()}" }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Mutation.setPromotions',
    select: () =>
      `setPromotions(input: { promotions: [{ code: "sale", name: "Sale", percentOff: "10" }], ${otherVersion} }) ${errors}`,
    expected: staffRefused(':VERSION_CONFLICT'),
  },
  {
    field: 'Mutation.setCustomerGroups',
    select: () =>
      `setCustomerGroups(input: { customerId: "${newId()}", groups: ["trade"] }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Mutation.createVouchers',
    select: () =>
      `createVouchers(input: { promotionCode: "none", generate: { count: 1 }, idempotencyKey: ${key()} }) ${errors}`,
    expected: staffRefused(':NOT_FOUND'),
  },
  {
    field: 'Mutation.updateVoucher',
    select: () => `updateVoucher(input: { code: "NONE", isDisabled: true }) ${errors}`,
    expected: staffRefused(':NOT_FOUND'),
  },
  {
    field: 'Mutation.createGiftCards',
    select: () =>
      `createGiftCards(input: { amount: { amount: "1.00", currencyCode: "EUR" }, count: 1, idempotencyKey: ${key()} }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Mutation.updateGiftCard',
    select: () => `updateGiftCard(input: { giftCardId: "${newId()}", isDisabled: true }) ${errors}`,
    expected: staffRefused(':NOT_FOUND'),
  },
  {
    field: 'Mutation.checkGiftCard',
    select: () => `checkGiftCard(input: { code: "unknown" }) ${errors}`,
    expected: everyoneRefused(':GIFT_CARD_INVALID'),
  },
  {
    field: 'Query.giftCard',
    select: () => `giftCard(id: "${newId()}") { id }`,
    expected: staffRefused('null'),
  },
  {
    field: 'Query.giftCards',
    select: () => 'giftCards(first: 1) { nodes { id } }',
    expected: staff,
  },
  { field: 'Query.vouchers', select: () => 'vouchers(first: 1) { nodes { id } }', expected: staff },
  {
    field: 'Query.orderEditPreview',
    select: ({ orderId, variantId }) =>
      `orderEditPreview(input: { orderId: ${text(orderId)}, lines: [{ variantId: ${text(variantId)}, quantity: 99 }] }) { order { id } problems { code } }`,
    expected: staff,
  },
  {
    field: 'Query.promotionPreview',
    select: ({ variantId }) =>
      `promotionPreview(input: { promotion: { code: "sale", name: "Sale", percentOff: "10" }, lines: [{ variantId: ${text(variantId)}, quantity: 1 }] }) { before { total { amount } } }`,
    expected: staff,
  },
  {
    field: 'Query.cart',
    select: () => 'cart { id }',
    // A customer has a cart only after adding a line.
    expected: outcomes(...Array.from({ length: 5 }, () => 'null'), unauthenticated),
  },
  ...['addCartLines', 'setCartLines'].map((verb) => ({
    field: `Mutation.${verb}`,
    select: ({ variantId }: ObjectIds) =>
      `${verb}(input: { cartToken: "nonsense", lines: [{ variantId: ${text(variantId)}, quantity: 1 }] }) ${errors}`,
    expected: everyoneRefused(':NOT_FOUND'),
  })),
  {
    field: 'Mutation.reorder',
    select: ({ orderId }) => `reorder(input: { orderId: ${text(orderId)} }) ${errors}`,
    expected: outcomes(
      ':NOT_FOUND',
      'ok',
      ':NOT_FOUND',
      ':NOT_FOUND',
      ':NOT_FOUND',
      unauthenticated,
    ),
  },
  {
    field: 'Mutation.applyVoucher',
    select: () => `applyVoucher(input: { code: "none" }) ${errors}`,
    expected: outcomes(
      ':NOT_FOUND',
      ...Array.from({ length: 4 }, () => ':VOUCHER_INVALID'),
      unauthenticated,
    ),
  },
  {
    field: 'Mutation.removeVoucher',
    select: () => `removeVoucher(input: { code: "none" }) ${errors}`,
    expected: outcomes(':NOT_FOUND', 'ok', 'ok', 'ok', 'ok', unauthenticated),
  },
  {
    field: 'Mutation.clearCart',
    select: () => `clearCart(input: {}) ${errors}`,
    expected: outcomes(':NOT_FOUND', 'ok', 'ok', 'ok', 'ok', unauthenticated),
  },
  {
    field: 'Mutation.mergeCart',
    select: () => `mergeCart(input: { cartToken: "nonsense" }) ${errors}`,
    expected: authenticated,
  },
];
