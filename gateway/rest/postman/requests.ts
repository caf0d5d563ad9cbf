import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';

/** A request of the collection: one operation of the OpenAPI document with values of its own. Values may have `{{variables}}`. */
export type ExampleRequest = {
  readonly operationId: string;
  /** What it does, where the summary of the operation is too general. */
  readonly name?: string;
  readonly as?: 'customer' | 'staff' | 'admin';
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Variables that are set before the request. */
  readonly sets?: Readonly<Record<string, string>>;
  /** Variables that are read from the response, with their paths in its body. */
  readonly saves?: Readonly<Record<string, string>>;
  /** The status of the response; the status of success when absent. */
  readonly status?: number;
};

export type Folder = {
  readonly name: string;
  readonly description: string;
  readonly requests: readonly ExampleRequest[];
};

const newKey = { 'Idempotency-Key': '{{$guid}}' };
const password = demoPassword;
const lines = [{ variantId: '{{variantId}}', quantity: 1 }];
const shippingAddress = {
  recipient: 'Nel Example',
  line1: 'Deichstraße 1',
  city: 'Hamburg',
  postalCode: '20459',
  country: 'DE',
};
const placeOrder: ExampleRequest = {
  operationId: 'PlaceOrder',
  as: 'customer',
  headers: newKey,
  body: { lines, shippingAddress, waitForMs: 5000 },
  saves: { orderId: 'id' },
};

const signIn: Folder = {
  name: 'Sign in',
  description: 'Creates a customer, and signs in staff and an administrator of the demo data.',
  requests: [
    {
      operationId: 'Register',
      sets: { email: '{{$guid}}@shop.example' },
      body: { email: '{{email}}', password, displayName: 'Nel' },
      saves: { userId: 'user.id', customerToken: 'accessToken', refreshToken: 'refreshToken' },
    },
    {
      operationId: 'Login',
      name: 'Signs in as the customer',
      body: { email: '{{email}}', password },
      saves: { customerToken: 'accessToken', refreshToken: 'refreshToken' },
    },
    {
      operationId: 'Login',
      name: 'Signs in as staff',
      body: { email: demoAccounts.staff.email, password },
      saves: { staffToken: 'accessToken' },
    },
    {
      operationId: 'Login',
      name: 'Signs in as an administrator',
      body: { email: demoAccounts.admin.email, password },
      saves: { adminToken: 'accessToken' },
    },
    {
      operationId: 'RefreshToken',
      body: { refreshToken: '{{refreshToken}}' },
      saves: { customerToken: 'accessToken', refreshToken: 'refreshToken' },
    },
  ],
};

const browse: Folder = {
  name: 'Browse',
  description: 'What everyone may read.',
  requests: [
    {
      operationId: 'Products',
      query: { search: 'tee', inStock: 'true', first: '2' },
      saves: {
        productId: 'items.0.id',
        slug: 'items.0.slug',
        variantId: 'items.0.variants.0.id',
      },
    },
    { operationId: 'Product' },
    { operationId: 'ProductBySlug' },
    { operationId: 'Categories' },
    { operationId: 'Countries', query: { codes: 'DE' } },
  ],
};

const buy: Folder = {
  name: 'Buy',
  description: 'A guest fills a cart, the customer takes it over, orders and pays.',
  requests: [
    {
      operationId: 'AddCartLines',
      name: 'Adds units to a new cart of a guest',
      body: { lines },
      saves: { cartToken: 'cartToken' },
    },
    { operationId: 'Cart', headers: { 'Cart-Token': '{{cartToken}}' } },
    { operationId: 'MergeCart', as: 'customer', headers: { 'Cart-Token': '{{cartToken}}' } },
    {
      operationId: 'SetCartLines',
      as: 'customer',
      body: { lines: [{ variantId: '{{variantId}}', quantity: 2 }] },
    },
    {
      operationId: 'PlaceOrder',
      name: "Places an order of the customer's cart",
      as: 'customer',
      headers: newKey,
      body: { fromCart: true, shippingAddress, waitForMs: 5000 },
      saves: { orderId: 'id' },
    },
    { operationId: 'ClearCart', as: 'customer' },
    {
      operationId: 'PayOrder',
      as: 'customer',
      headers: newKey,
      body: { paymentToken: 'tok_success' },
    },
    { operationId: 'Order', as: 'customer' },
    { operationId: 'MyOrders', as: 'customer', query: { first: '5' } },
    { operationId: 'OrdersOfUser', as: 'customer' },
  ],
};

const orders: Folder = {
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
      operationId: 'RefundOrder',
      as: 'staff',
      headers: newKey,
      body: { amount: { amount: '1.00', currencyCode: 'EUR' }, reason: 'Scratched' },
    },
    { ...placeOrder, name: 'Places an order of variants' },
    { operationId: 'CancelOrder', as: 'customer', body: { reason: 'Ordered twice' } },
  ],
};

const catalogue: Folder = {
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

const stock: Folder = {
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

const account: Folder = {
  name: 'Keep an account',
  description:
    'The customer changes the account and signs out. Two requests need tokens of e-mails.',
  requests: [
    { operationId: 'Me', as: 'customer' },
    { operationId: 'UpdateProfile', as: 'customer', body: { displayName: 'Nel Example' } },
    {
      operationId: 'ChangePassword',
      as: 'customer',
      body: { currentPassword: password, newPassword: `${password}-new` },
    },
    { operationId: 'VerifyEmail', body: { token: '{{emailToken}}' }, status: 401 },
    { operationId: 'RequestPasswordReset', body: { email: '{{email}}' } },
    {
      operationId: 'ResetPassword',
      body: { token: '{{emailToken}}', newPassword: `${password}-reset` },
      status: 401,
    },
    { operationId: 'Logout', as: 'customer' },
    {
      operationId: 'Login',
      name: 'Signs in with the new password',
      body: { email: '{{email}}', password: `${password}-new` },
      saves: { customerToken: 'accessToken' },
    },
    { operationId: 'LogoutEverywhere', as: 'customer' },
  ],
};

const users: Folder = {
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

/** The requests in the order in which the collection runs from top to bottom, on the demo data. */
export const folders: readonly Folder[] = [
  signIn,
  browse,
  buy,
  orders,
  catalogue,
  stock,
  account,
  users,
];
