import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';
import {
  demoGiftCard,
  demoPromotions,
  demoShippingZones,
  demoTaxRules,
} from '@shop/schema/demo-pricing';
import { print } from 'graphql';
import * as app from '../generated/graphql.ts';
import * as office from '../generated/office/graphql.ts';

/** One request of the collection: an operation of examples/, with variables that work. */
export type Step = {
  readonly name: string;
  readonly query: string;
  readonly variables: unknown;
  /** The access token, as an expression of the REST client. */
  readonly token?: string;
};

/** Returns a step; a second one of the same operation has a name of its own. */
function step<T, V>(
  document: TypedDocumentNode<T, V>,
  variables: V,
  token?: string,
  name?: string,
): Step {
  const names = document.definitions.flatMap((node) =>
    node.kind === 'OperationDefinition' ? [node.name?.value ?? ''] : [],
  );
  return { name: name ?? names.join(), query: print(document), variables, ...(token && { token }) };
}

/** A value of an earlier response, as an expression of the REST client. */
const from = (operation: string, path: string) => `{{${operation}.response.body.$.data.${path}}}`;
const guid = '{{$guid}}';

const shopper = from('ShopRegister', 'register.session.accessToken');
const guest = from('ShopFillCart', 'addCartLines.cartToken');
const shirt = from('ShopProduct', 'product.variants[0].id');
const guestOrder = from('ShopGuestCheckout', 'placeOrder.order.id');
const guestOrderNumber = from('ShopGuestCheckout', 'placeOrder.order.number');
const orderToken = from('ShopGuestCheckout', 'placeOrder.orderToken');
const orderId = from('ShopPlaceOrder', 'placeOrder.order.id');
const orderNumber = from('ShopPlaceOrder', 'placeOrder.order.number');
const addressId = from('ShopAddAddress', 'addAddress.address.id');
const userId = from('ShopRegister', 'register.user.id');

const voucherCode = from('OfficeCreateVouchers', 'createVouchers.vouchers[0].code');

const giftCardId = from('OfficeCreateGiftCards', 'createGiftCards.giftCards[1].giftCard.id');

const pressDiscount = {
  ...{ code: 'press', name: '25 % off for the press', percentOff: '25' },
  ...{ customerGroups: ['press'], startsAt: '2026-03-01T00:00:00.000Z', maxUsesPerCustomer: 3 },
};

const shippingAddress = {
  recipient: 'Nel Dahl',
  line1: 'Deichstraße 1',
  city: 'Hamburg',
  postalCode: '20459',
  country: 'DE',
};

const shopping: Step[] = [
  step(app.ShopShelvesDocument, {}),
  step(app.ShopShelfDocument, { slug: 'clothing', filter: { inStock: true }, sort: 'TITLE' }),
  step(app.ShopSearchDocument, {
    search: 'tee',
    filter: { category: 'clothing', price: { currencyCode: 'EUR', max: '50' } },
    sort: 'PRICE_ASC',
  }),
  step(app.ShopProductDocument, { slug: 'classic-cotton-tee' }),
  step(app.ShopFillCartDocument, {
    input: { lines: [{ variantId: shirt, quantity: 1 }], idempotencyKey: guid },
  }),
  step(app.ShopSetCartDocument, {
    input: { cartToken: guest, lines: [{ variantId: shirt, quantity: 2 }] },
  }),
  step(app.ShopGuestCartDocument, { token: guest }),
  step(app.ShopApplyVoucherDocument, { input: { cartToken: guest, code: 'welcome10' } }),
  step(app.ShopCheckGiftCardDocument, { input: { code: demoGiftCard.code } }),
  step(app.ShopRemoveVoucherDocument, { input: { cartToken: guest, code: 'WELCOME10' } }),
  step(app.ShopRegisterDocument, {
    input: {
      email: `nel-${guid}@shop.example`,
      password: 'correct horse staple',
      displayName: 'Nel',
    },
  }),
  step(app.ShopMergeCartDocument, { input: { cartToken: guest } }, shopper),
  step(app.ShopAddAddressDocument, { input: { address: shippingAddress } }, shopper),
  step(
    app.ShopUpdateAddressDocument,
    { input: { addressId, address: { ...shippingAddress, line2: '2nd floor' } } },
    shopper,
  ),
  step(app.ShopSetDefaultAddressDocument, { input: { addressId } }, shopper),
  step(app.ShopCheckoutDocument, {}, shopper),
  step(
    app.ShopPlaceOrderDocument,
    {
      input: {
        fromCart: true,
        shippingAddressId: addressId,
        expectedTotal: {
          amount: from('ShopCheckout', 'me.cart.subtotal.amount'),
          currencyCode: from('ShopCheckout', 'me.cart.subtotal.currencyCode'),
        },
        waitForMs: 5_000,
        idempotencyKey: guid,
      },
    },
    shopper,
  ),
  step(app.ShopOrderDocument, { id: orderId }, shopper),
  step(
    app.ShopPayDocument,
    {
      input: {
        ...{ orderId, paymentToken: 'tok_success', savePaymentMethod: true },
        idempotencyKey: guid,
      },
    },
    shopper,
  ),
  step(app.ShopPaymentMethodsDocument, {}, shopper),
  step(
    app.ShopRemovePaymentMethodDocument,
    { input: { paymentMethodId: from('ShopPaymentMethods', 'me.paymentMethods[0].id') } },
    shopper,
  ),
  step(app.ShopDocumentsDocument, { id: orderId }, shopper),
  step(app.ShopReorderDocument, { input: { orderId } }, shopper),
  step(app.ShopClearCartDocument, { input: {} }, shopper),
  step(app.ShopRemoveAddressDocument, { input: { addressId } }, shopper),
  step(app.ShopGuestCheckoutDocument, {
    input: {
      lines: [{ variantId: shirt, quantity: 1 }],
      email: demoAccounts.carla.email,
      shippingAddress,
      waitForMs: 5_000,
      idempotencyKey: guid,
    },
  }),
  step(app.ShopGuestOrderDocument, { id: guestOrder, token: orderToken }),
  // In a shop, the token is that of the link in an e-mail; the one that `placeOrder` returned opens the order too.
  step(app.ShopGuestOrderByLinkDocument, { number: guestOrderNumber, token: orderToken }),
  step(app.ShopRequestOrderLinkDocument, {
    input: { number: guestOrderNumber, email: demoAccounts.carla.email },
  }),
  step(app.ShopCancelDocument, {
    input: {
      orderId: guestOrder,
      orderToken,
      reasonCode: 'ORDERED_BY_MISTAKE',
      idempotencyKey: guid,
    },
  }),
];

const phone = from('AppRefresh', 'refreshToken.session.accessToken');

const mobile: Step[] = [
  step(app.AppLoginDocument, {
    input: { email: demoAccounts.carla.email, password: demoPassword },
  }),
  step(app.AppRefreshDocument, {
    input: { refreshToken: from('AppLogin', 'login.session.refreshToken') },
  }),
  step(app.ShopClaimOrdersDocument, {}, phone),
  step(app.AppHomeDocument, { category: 'outdoor' }, phone),
  step(app.AppAccountDocument, {}, phone),
  step(app.AppRenameDocument, { input: { displayName: 'Nel Dahl' } }, shopper),
  step(app.AppOrdersDocument, {}, shopper),
  step(app.AppOrderDocument, { id: orderId }, shopper),
  step(app.AppLogoutDocument, {}, phone),
];

const admin = from('OfficeLogin', 'login.session.accessToken');
const mug = from('OfficeImport', 'bulkUpsertProducts.results[0].product.variants[0].id');
const reasonAndKey = { reason: 'example', idempotencyKey: guid };

const mugRow = {
  slug: 'example-mug',
  title: 'Example Mug',
  status: 'ACTIVE' as const,
  categories: ['kitchen'],
  variants: [{ sku: 'EXAMPLE-MUG', price: { amount: '12.00', currencyCode: 'EUR' } }],
};
const productId = from('OfficeCreate', 'createProduct.product.id');
const endpointId = from('OfficeWebhook', 'createWebhookEndpoint.endpoint.id');
const spoon = { sku: `EX-${guid}`, price: { amount: '4.00', currencyCode: 'EUR' } };

const nzd = (amount: string) => ({ amount, currencyCode: 'NZD' });
const parcelToNewZealand = {
  name: 'New Zealand',
  countries: ['NZ'],
  methods: [
    {
      ...{ code: 'parcel', name: 'Parcel', minDays: 2, maxDays: 5, freeFrom: nzd('150.00') },
      rates: [{ maxWeightGrams: 3_000, price: nzd('7.50') }, { price: nzd('12.00') }],
    },
  ],
};

/** Requests to return a shirt, in a step with this name. */
const requestReturn = (name: string): Step =>
  step(
    app.ShopRequestReturnDocument,
    {
      input: {
        orderId,
        lines: [
          {
            lineId: from('OfficeOrder', 'order.lines[0].id'),
            quantity: 1,
            reasonCode: 'TOO_SMALL',
          },
        ],
        comment: 'May I have it larger?',
        idempotencyKey: guid,
      },
    },
    shopper,
    name,
  );
/** The n-th return of the order, which this step has requested. */
const nthReturn = (n: number, request: string) => ({
  ...{ orderId, idempotencyKey: guid },
  returnId: from(request, `requestReturn.order.returns[${n}].id`),
});

/** A return that is cancelled, one that is refused, and one whose goods come back. */
const returning: Step[] = [
  requestReturn('ShopRequestReturn'),
  step(app.ShopCancelReturnDocument, { input: nthReturn(0, 'ShopRequestReturn') }, shopper),
  requestReturn('ShopRequestReturnAgain'),
  step(
    office.OfficeRefuseReturnDocument,
    { input: { ...nthReturn(1, 'ShopRequestReturnAgain'), reason: 'The shirt was washed.' } },
    admin,
  ),
  requestReturn('ShopRequestLastReturn'),
  step(
    office.OfficeApproveReturnDocument,
    {
      input: {
        ...nthReturn(2, 'ShopRequestLastReturn'),
        instructions: 'Please use the label in the parcel.',
      },
    },
    admin,
  ),
  step(office.OfficeReceiveReturnDocument, { input: nthReturn(2, 'ShopRequestLastReturn') }, admin),
];

const editedOrder = {
  orderId: from('OfficePlaceOrder', 'placeOrderForCustomer.order.id'),
  lines: [{ variantId: shirt, quantity: 2 }],
};

const backOffice: Step[] = [
  step(office.OfficeLoginDocument, {
    input: { email: demoAccounts.admin.email, password: demoPassword },
  }),
  step(office.OfficeDryRunImportDocument, { input: { products: [mugRow], dryRun: true } }, admin),
  step(office.OfficeImportDocument, { input: { products: [mugRow], idempotencyKey: guid } }, admin),
  step(
    office.OfficeCreateDocument,
    { input: { title: 'Example Spoon', slug: `example-spoon-${guid}`, variants: [spoon] } },
    admin,
  ),
  step(office.OfficePublishDocument, { input: { productId } }, admin),
  step(office.OfficeArchiveDocument, { input: { productId } }, admin),
  step(
    office.OfficePriceDocument,
    { input: { variantId: mug, price: { amount: '10.50', currencyCode: 'EUR' } } },
    admin,
  ),
  step(
    office.OfficeReceiveDocument,
    { input: { variantId: mug, quantity: 20, ...reasonAndKey } },
    admin,
  ),
  step(
    office.OfficeCountDocument,
    { input: { variantId: mug, delta: -1, ...reasonAndKey } },
    admin,
  ),
  step(office.OfficeThresholdDocument, { input: { variantId: mug, threshold: 5 } }, admin),
  step(office.OfficeStockDocument, { filter: { skuPrefix: 'EXAMPLE-MUG' } }, admin),
  step(
    office.OfficeOrdersDocument,
    { filter: { status: ['PAID'], numberPrefix: orderNumber }, sortBy: 'UPDATED_DESC' },
    admin,
  ),
  step(office.OfficeSalesDocument, { date: '2026-03-01', timeZone: 'Europe/Berlin' }, admin),
  step(office.OfficeOrderDocument, { id: orderId }, admin),
  step(
    office.OfficeNoteDocument,
    { input: { orderId, note: 'Wants it before noon.', idempotencyKey: guid } },
    admin,
  ),
  step(
    office.OfficeShipDocument,
    {
      input: { orderId, carrier: 'Parcel', trackingNumber: 'EX-1', idempotencyKey: guid },
    },
    admin,
  ),
  step(office.OfficeDeliveredDocument, { input: { orderId, idempotencyKey: guid } }, admin),
  ...returning,
  step(
    office.OfficePlaceOrderDocument,
    {
      input: {
        email: 'nel@shop.example',
        lines: [{ variantId: shirt, quantity: 1 }],
        shippingAddress,
        waitForMs: 5_000,
        idempotencyKey: guid,
      },
    },
    admin,
  ),
  step(office.OfficeEditPreviewDocument, { input: editedOrder }, admin),
  step(
    office.OfficeEditOrderDocument,
    {
      input: {
        ...{ ...editedOrder, reasonCode: 'CUSTOMER_REQUEST' },
        expectedTotal: {
          amount: from('OfficeEditPreview', 'orderEditPreview.pricing.total.amount'),
          currencyCode: from('OfficeEditPreview', 'orderEditPreview.pricing.total.currencyCode'),
        },
        waitForMs: 5_000,
        idempotencyKey: guid,
      },
    },
    admin,
  ),
  step(
    office.OfficeRefundDocument,
    {
      input: {
        orderId,
        lines: [{ lineId: from('OfficeOrder', 'order.lines[0].id'), quantity: 1 }],
        reasonCode: 'DAMAGED',
        reason: 'The handle is broken.',
        idempotencyKey: guid,
      },
    },
    admin,
  ),
  step(
    office.OfficeTaxRulesDocument,
    {
      input: {
        ...demoTaxRules,
        rates: [...demoTaxRules.rates, { name: 'GST', country: 'NZ', percent: '15' }],
      },
    },
    admin,
  ),
  step(
    office.OfficeShippingRulesDocument,
    { input: { zones: [parcelToNewZealand, ...demoShippingZones] } },
    admin,
  ),
  step(office.OfficePricingRulesDocument, {}, admin),
  step(
    office.OfficePromotionPreviewDocument,
    { input: { promotion: pressDiscount, lines: [{ variantId: shirt, quantity: 3 }] } },
    admin,
  ),
  step(
    office.OfficePromotionsDocument,
    { input: { promotions: [...demoPromotions, pressDiscount] } },
    admin,
  ),
  step(
    office.OfficeCreateVouchersDocument,
    {
      input: {
        ...{ promotionCode: 'welcome', generate: { count: 2, prefix: 'NEL' }, maxUses: 1 },
        idempotencyKey: guid,
      },
    },
    admin,
  ),
  step(office.OfficeVouchersDocument, { filter: { search: 'nel' } }, admin),
  step(
    office.OfficeUpdateVoucherDocument,
    { input: { code: voucherCode, maxUses: 1, isDisabled: true } },
    admin,
  ),
  step(
    office.OfficeCreateGiftCardsDocument,
    {
      input: {
        ...{ amount: { amount: '25.00', currencyCode: 'EUR' }, count: 2 },
        idempotencyKey: guid,
      },
    },
    admin,
  ),
  step(office.OfficeGiftCardsDocument, {}, admin),
  step(office.OfficeGiftCardDocument, { id: giftCardId }, admin),
  step(office.OfficeUpdateGiftCardDocument, { input: { giftCardId, isDisabled: true } }, admin),
  step(
    office.OfficeCustomerGroupsDocument,
    { input: { customerId: userId, groups: ['press'] } },
    admin,
  ),
  step(
    office.OfficeTaxExemptionDocument,
    { input: { customerId: userId, reference: null } },
    admin,
  ),
  step(office.OfficeUsersDocument, { filter: { search: 'nel' } }, admin),
  step(office.OfficeRolesDocument, { input: { userId, roles: ['CUSTOMER', 'STAFF'] } }, admin),
  step(office.OfficeSuspendDocument, { input: { userId, reason: 'example' } }, admin),
  step(office.OfficeReinstateDocument, { input: { userId } }, admin),
  step(
    office.OfficeWebhookDocument,
    { input: { url: 'http://localhost:9999/hooks', events: ['ORDER_CREATED', 'ORDER_UPDATED'] } },
    admin,
  ),
  step(office.OfficeWebhookPingDocument, { input: { endpointId } }, admin),
  step(office.OfficeWebhooksDocument, {}, admin),
  step(office.OfficeWebhookDeliveriesDocument, { endpointId, status: 'PENDING' }, admin),
  step(office.OfficeWebhookRedriveDocument, { input: { endpointId, all: true } }, admin),
  step(office.OfficeWebhookRotateDocument, { input: { endpointId } }, admin),
  step(office.OfficeWebhookRemoveDocument, { input: { endpointId } }, admin),
];

/** Every operation of examples/, ordered so that each finds the objects it needs. */
export const steps: readonly Step[] = [...shopping, ...mobile, ...backOffice];
