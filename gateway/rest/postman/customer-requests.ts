import { demoAccounts, demoPassword as password } from '@shop/schema/demo-accounts';
import { type Folder, lines, newKey, shippingAddress } from './example-request.ts';

export const signIn: Folder = {
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

export const browse: Folder = {
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

export const buy: Folder = {
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
      operationId: 'ApplyVoucher',
      as: 'customer',
      body: { code: 'WELCOME10' },
      saves: { code: 'vouchers.0.code' },
    },
    { operationId: 'RemoveVoucher', as: 'customer' },
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
      body: { paymentToken: 'tok_success', savePaymentMethod: true },
    },
    {
      operationId: 'MyPaymentMethods',
      as: 'customer',
      saves: { paymentMethodId: 'items.0.id' },
    },
    { operationId: 'RemovePaymentMethod', as: 'customer' },
    { operationId: 'Order', as: 'customer' },
    { operationId: 'OrderDocuments', as: 'customer' },
    { operationId: 'MyOrders', as: 'customer', query: { first: '5' } },
    { operationId: 'OrdersOfUser', as: 'customer' },
  ],
};

export const account: Folder = {
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
    {
      operationId: 'Login',
      name: 'Signs in for the last time',
      body: { email: '{{email}}', password: `${password}-new` },
      saves: { customerToken: 'accessToken' },
    },
    {
      operationId: 'DeleteAccount',
      as: 'customer',
      body: { currentPassword: `${password}-new` },
    },
  ],
};
