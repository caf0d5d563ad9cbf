import { type Folder, lines, newKey, shippingAddress } from './example-request.ts';

export const orders: Folder = {
  name: 'Handle orders',
  description: 'Staff ship and deliver the order and refund it; the customer cancels another.',
  requests: [
    { operationId: 'Orders', as: 'staff', query: { status: 'PAID', first: '5' } },
    {
      operationId: 'ChangeOrderStatus',
      name: 'Ships an order',
      as: 'staff',
      body: { status: 'SHIPPED', carrier: 'DHL', trackingNumber: '00340434161094042557' },
    },
    {
      operationId: 'ChangeOrderStatus',
      name: 'Delivers an order',
      as: 'staff',
      body: { status: 'DELIVERED' },
    },
    {
      operationId: 'Order',
      name: 'Reads the lines of an order',
      as: 'customer',
      saves: { orderLineId: 'lines.0.id' },
    },
    {
      operationId: 'RequestReturn',
      as: 'customer',
      headers: newKey,
      body: {
        lines: [{ lineId: '{{orderLineId}}', quantity: 1, reasonCode: 'TOO_SMALL' }],
        comment: 'May I have it larger?',
      },
      saves: { returnId: 'returns.0.id' },
    },
    {
      operationId: 'ChangeReturnStatus',
      name: 'Approves a return',
      as: 'staff',
      body: { status: 'APPROVED', instructions: 'Please use the label in the parcel.' },
    },
    {
      operationId: 'ChangeReturnStatus',
      name: 'Receives a return',
      as: 'staff',
      body: { status: 'RECEIVED' },
    },
    {
      operationId: 'RefundOrder',
      as: 'staff',
      headers: newKey,
      body: { amount: { amount: '1.00', currencyCode: 'EUR' }, reason: 'Scratched' },
    },
    {
      operationId: 'PlaceOrderForCustomer',
      as: 'staff',
      headers: newKey,
      body: { email: 'nel@shop.example', lines, shippingAddress, waitForMs: 5000 },
    },
    {
      operationId: 'PlaceOrder',
      name: 'Places an order of variants',
      as: 'customer',
      headers: newKey,
      body: { lines, shippingAddress, waitForMs: 5000 },
      saves: { orderId: 'id' },
    },
    {
      operationId: 'EditOrder',
      as: 'staff',
      headers: newKey,
      body: {
        lines: lines.map((line) => ({ ...line, quantity: line.quantity + 1 })),
        ...{ reasonCode: 'CUSTOMER_REQUEST', waitForMs: 5000 },
      },
    },
    { operationId: 'CancelOrder', as: 'customer', body: { reason: 'Ordered twice' } },
  ],
};

export const giftCards: Folder = {
  name: 'Issue gift cards',
  description:
    'Staff create a gift card, whose code only this response has; its holder reads what is left on it.',
  requests: [
    {
      operationId: 'CreateGiftCards',
      as: 'staff',
      headers: newKey,
      body: { amount: { amount: '25.00', currencyCode: 'EUR' }, count: 1 },
      saves: { giftCardCode: 'giftCards.0.code', giftCardId: 'giftCards.0.giftCard.id' },
    },
    { operationId: 'CheckGiftCard', body: { code: '{{giftCardCode}}' } },
    {
      operationId: 'UpdateGiftCard',
      as: 'staff',
      body: { isDisabled: true, expiresAt: '2090-01-01T00:00:00.000Z' },
    },
    { operationId: 'GiftCard', as: 'staff' },
    { operationId: 'GiftCards', as: 'staff', query: { first: '5' } },
  ],
};

export const catalogue: Folder = {
  name: 'Keep the catalogue',
  description: 'Staff create a product, change it, put it on sale and take it off sale.',
  requests: [
    {
      operationId: 'CreateProduct',
      as: 'staff',
      sets: { sku: 'MUG-{{$timestamp}}' },
      body: {
        title: 'Mug {{sku}}',
        variants: [{ sku: '{{sku}}', price: { amount: '12.00', currencyCode: 'EUR' } }],
      },
      saves: {
        newProductId: 'id',
        newProductVersion: 'version',
        newVariantId: 'variants.0.id',
      },
    },
    {
      operationId: 'UpdateProduct',
      as: 'staff',
      path: { productId: '{{newProductId}}' },
      headers: { 'If-Match': '"{{newProductVersion}}"' },
      body: { description: 'Holds 0.3 l.' },
    },
    {
      operationId: 'UpdateProduct',
      name: 'Is refused for a version that is no longer the current one',
      as: 'staff',
      path: { productId: '{{newProductId}}' },
      headers: { 'If-Match': '"{{newProductVersion}}"' },
      body: { description: 'Holds 0.4 l.' },
      status: 412,
    },
    {
      operationId: 'SetVariantPrice',
      as: 'staff',
      path: { variantId: '{{newVariantId}}' },
      body: { price: { amount: '9.50', currencyCode: 'EUR' } },
    },
    { operationId: 'PublishProduct', as: 'staff', path: { productId: '{{newProductId}}' } },
    { operationId: 'ArchiveProduct', as: 'staff', path: { productId: '{{newProductId}}' } },
  ],
};

export const stock: Folder = {
  name: 'Keep the stock',
  description: 'Staff receive and count units.',
  requests: [
    { operationId: 'StockItems', as: 'staff', query: { first: '5', sort: 'SKU' } },
    {
      operationId: 'ReceiveStock',
      as: 'staff',
      headers: newKey,
      body: { quantity: 2, reason: 'Delivery' },
    },
    {
      operationId: 'AdjustStock',
      as: 'staff',
      headers: newKey,
      body: { delta: -1, reason: 'Broken' },
    },
    { operationId: 'SetLowStockThreshold', as: 'staff', body: { threshold: 5 } },
  ],
};

export const users: Folder = {
  name: 'Keep users',
  description: 'What administrators do with accounts.',
  requests: [
    { operationId: 'Users', as: 'admin', query: { search: '{{email}}' } },
    { operationId: 'User', as: 'admin' },
    { operationId: 'SetUserRoles', as: 'admin', body: { roles: ['CUSTOMER', 'STAFF'] } },
    { operationId: 'SuspendUser', as: 'admin', body: { reason: 'Test' } },
    { operationId: 'ReinstateUser', as: 'admin' },
  ],
};
