import { randomUUID } from 'node:crypto';

/** Who asks, in the order of the columns below. `customer` owns what the operations name. */
export const callers = ['visitor', 'customer', 'other', 'staff', 'admin', 'suspended'] as const;
export type Caller = (typeof callers)[number];

/** Ids of what the operations are about: orders and victims are made anew for each cell. */
export type Things = {
  readonly customerId: string;
  readonly orderId: string;
  readonly productId: string;
  readonly variantId: string;
  /** An account that nothing else uses. */
  readonly victimId: string;
};

/**
 * What a caller gets: `ok`; `null`; the code of a top-level error; or, after a colon, the code of the
 * first of `userErrors`.
 */
export type Outcome = string;

export type Row = {
  /** `Query.me` */
  readonly field: string;
  /** What is asked, with its arguments. */
  readonly ask: (things: Things) => string;
  /** Whoever asks has to sign in again afterwards. */
  readonly endsSession?: true;
  readonly expected: Readonly<Record<Caller, Outcome>>;
};

const outcomes = (...list: readonly Outcome[]): Row['expected'] =>
  Object.fromEntries(callers.map((caller, n) => [caller, list[n] ?? ''])) as Row['expected'];

const out = 'UNAUTHENTICATED';
const no = 'FORBIDDEN';
const errors = '{ userErrors { code } }';
const text = (value: string) => JSON.stringify(value);
const address =
  'address: { recipient: "N", line1: "A 1", city: "B", postalCode: "1", country: "DE" }';
const key = () => text(randomUUID());

const anybody = outcomes('ok', 'ok', 'ok', 'ok', 'ok', out);
const signedIn = outcomes(out, 'ok', 'ok', 'ok', 'ok', out);
const staff = outcomes(out, no, no, 'ok', 'ok', out);
/** Staff is let in, and told that there is no such thing, or that its state does not allow it. */
const staffRefused = (code: string) => outcomes(out, no, no, code, code, out);
const admin = outcomes(out, no, no, no, 'ok', out);
/** Asks for something that is none of theirs. */
const notTheirs = outcomes(out, ...Array.from({ length: 4 }, () => ':NOT_FOUND'), out);
/** Refused alike for everybody; with a void access token the request does not even get there. */
const anybodyRefused = (code: string) => outcomes(...Array.from({ length: 5 }, () => code), out);

/** Every root field of the graph. A visitor with a bad token is nobody's visitor: 401. */
export const matrix: readonly Row[] = [
  {
    field: 'Query.me',
    ask: () => 'me { id email }',
    expected: outcomes('null', 'ok', 'ok', 'ok', 'ok', out),
  },
  {
    field: 'Query.user',
    ask: ({ customerId }) => `user(id: ${text(customerId)}) { id email }`,
    expected: admin,
  },
  { field: 'Query.users', ask: () => 'users(first: 1) { nodes { id email } }', expected: admin },
  {
    field: 'Query.product',
    ask: ({ productId }) => `product(id: ${text(productId)}) { id }`,
    expected: anybody,
  },
  { field: 'Query.products', ask: () => 'products(first: 1) { nodes { id } }', expected: anybody },
  { field: 'Query.category', ask: () => 'category(slug: "home") { slug }', expected: anybody },
  { field: 'Query.categories', ask: () => 'categories { slug }', expected: anybody },
  {
    field: 'Query.order',
    ask: ({ orderId }) => `order(id: ${text(orderId)}) { id }`,
    expected: outcomes('null', 'ok', 'null', 'ok', 'ok', out),
  },
  { field: 'Query.orders', ask: () => 'orders(first: 1) { nodes { id } }', expected: staff },
  {
    field: 'Query.deadLetters',
    ask: () => 'deadLetters(first: 1) { totalCount }',
    expected: admin,
  },
  ...['redrive', 'purge'].map((verb) => ({
    field: `Mutation.${verb}DeadLetters`,
    ask: () => `${verb}DeadLetters(input: { queue: "order.stock", ids: ["none"] }) ${errors}`,
    expected: admin,
  })),
  {
    field: 'Mutation.register',
    ask: () =>
      `register(input: { email: "${randomUUID()}@shop.example", password: "correct horse staple", displayName: "N" }) ${errors}`,
    expected: anybody,
  },
  {
    field: 'Mutation.login',
    ask: () => `login(input: { email: "${randomUUID()}@shop.example", password: "x" }) ${errors}`,
    expected: anybodyRefused(':INVALID_CREDENTIALS'),
  },
  {
    field: 'Mutation.refreshToken',
    ask: () => `refreshToken(input: { refreshToken: "nonsense" }) ${errors}`,
    expected: anybodyRefused(':INVALID_TOKEN'),
  },
  ...['logout', 'logoutEverywhere'].map((verb) => ({
    field: `Mutation.${verb}`,
    ask: () => `${verb} ${errors}`,
    endsSession: true as const,
    expected: signedIn,
  })),
  {
    field: 'Mutation.revokeSession',
    ask: ({ victimId }) => `revokeSession(input: { sessionId: ${text(victimId)} }) ${errors}`,
    expected: notTheirs,
  },
  {
    field: 'Mutation.changePassword',
    ask: () =>
      `changePassword(input: { currentPassword: "not mine", newPassword: "another staple" }) ${errors}`,
    expected: outcomes(out, ...Array.from({ length: 4 }, () => ':INVALID_CREDENTIALS'), out),
  },
  {
    field: 'Mutation.requestPasswordReset',
    ask: () => `requestPasswordReset(input: { email: "${randomUUID()}@shop.example" }) ${errors}`,
    expected: anybody,
  },
  {
    field: 'Mutation.resetPassword',
    ask: () =>
      `resetPassword(input: { token: "nonsense", newPassword: "another staple" }) ${errors}`,
    expected: anybodyRefused(':INVALID_TOKEN'),
  },
  {
    field: 'Mutation.requestEmailVerification',
    ask: () => `requestEmailVerification ${errors}`,
    expected: signedIn,
  },
  {
    field: 'Mutation.verifyEmail',
    ask: () => `verifyEmail(input: { token: "nonsense" }) ${errors}`,
    expected: anybodyRefused(':INVALID_TOKEN'),
  },
  {
    field: 'Mutation.updateProfile',
    ask: () => `updateProfile(input: { displayName: "N" }) ${errors}`,
    expected: signedIn,
  },
  {
    field: 'Mutation.setUserRoles',
    ask: ({ victimId }) =>
      `setUserRoles(input: { userId: ${text(victimId)}, roles: [CUSTOMER] }) ${errors}`,
    expected: admin,
  },
  {
    field: 'Mutation.suspendUser',
    ask: ({ victimId }) =>
      `suspendUser(input: { userId: ${text(victimId)}, reason: "test" }) ${errors}`,
    expected: admin,
  },
  {
    field: 'Mutation.reinstateUser',
    ask: ({ victimId }) => `reinstateUser(input: { userId: ${text(victimId)} }) ${errors}`,
    expected: admin,
  },
  {
    field: 'Mutation.addAddress',
    ask: () => `addAddress(input: { ${address} }) ${errors}`,
    expected: signedIn,
  },
  {
    field: 'Mutation.updateAddress',
    ask: ({ victimId }) =>
      `updateAddress(input: { addressId: ${text(victimId)}, ${address} }) ${errors}`,
    expected: notTheirs,
  },
  ...['removeAddress', 'setDefaultAddress'].map((verb) => ({
    field: `Mutation.${verb}`,
    ask: ({ victimId }: Things) => `${verb}(input: { addressId: ${text(victimId)} }) ${errors}`,
    expected: notTheirs,
  })),
  {
    field: 'Mutation.placeOrder',
    ask: ({ variantId }) =>
      `placeOrder(input: { lines: [{ variantId: ${text(variantId)}, quantity: 1 }], idempotencyKey: ${key()} }) ${errors}`,
    // A guest has to say where the mails go.
    expected: outcomes(':INVALID_VALUE', 'ok', 'ok', 'ok', 'ok', out),
  },
  {
    field: 'Mutation.payOrder',
    ask: ({ orderId }) =>
      `payOrder(input: { orderId: ${text(orderId)}, paymentToken: "tok_success", idempotencyKey: ${key()} }) ${errors}`,
    expected: outcomes(':NOT_FOUND', 'ok', ':NOT_FOUND', ':NOT_FOUND', ':NOT_FOUND', out),
  },
  {
    field: 'Mutation.cancelOrder',
    ask: ({ orderId }) =>
      `cancelOrder(input: { orderId: ${text(orderId)}, reason: "test", idempotencyKey: ${key()} }) ${errors}`,
    expected: outcomes(':NOT_FOUND', 'ok', ':NOT_FOUND', 'ok', 'ok', out),
  },
  {
    field: 'Mutation.fulfilOrder',
    ask: ({ orderId }) =>
      `fulfilOrder(input: { orderId: ${text(orderId)}, idempotencyKey: ${key()} }) ${errors}`,
    expected: staffRefused(':ILLEGAL_TRANSITION'),
  },
  {
    field: 'Mutation.markDelivered',
    ask: ({ orderId }) =>
      `markDelivered(input: { orderId: ${text(orderId)}, idempotencyKey: ${key()} }) ${errors}`,
    expected: staffRefused(':ILLEGAL_TRANSITION'),
  },
  {
    field: 'Mutation.refundOrder',
    ask: ({ orderId }) =>
      `refundOrder(input: { orderId: ${text(orderId)}, reason: "test", idempotencyKey: ${key()} }) ${errors}`,
    expected: staffRefused(':NOTHING_TO_REFUND'),
  },
  {
    field: 'Mutation.addOrderNote',
    ask: ({ orderId }) =>
      `addOrderNote(input: { orderId: ${text(orderId)}, note: "test", idempotencyKey: ${key()} }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Query.cart',
    ask: () => 'cart { id }',
    // Only a customer who has put something into it has one.
    expected: outcomes(...Array.from({ length: 5 }, () => 'null'), out),
  },
  ...['addCartLines', 'setCartLines'].map((verb) => ({
    field: `Mutation.${verb}`,
    ask: ({ variantId }: Things) =>
      `${verb}(input: { cartToken: "nonsense", lines: [{ variantId: ${text(variantId)}, quantity: 1 }] }) ${errors}`,
    expected: anybodyRefused(':NOT_FOUND'),
  })),
  {
    field: 'Mutation.clearCart',
    ask: () => `clearCart(input: {}) ${errors}`,
    expected: outcomes(':NOT_FOUND', 'ok', 'ok', 'ok', 'ok', out),
  },
  {
    field: 'Mutation.mergeCart',
    ask: () => `mergeCart(input: { cartToken: "nonsense" }) ${errors}`,
    expected: signedIn,
  },
  {
    field: 'Mutation.createProduct',
    ask: () =>
      `createProduct(input: { title: "Matrix ${randomUUID()}", variants: [{ sku: "M-${randomUUID().slice(0, 8)}", price: { amount: "1.00", currencyCode: "EUR" } }] }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Mutation.updateProduct',
    ask: ({ productId }) => `updateProduct(input: { productId: ${text(productId)} }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Mutation.publishProduct',
    ask: () => `publishProduct(input: { productId: ${text(randomUUID())} }) ${errors}`,
    expected: staffRefused(':NOT_FOUND'),
  },
  {
    field: 'Mutation.archiveProduct',
    ask: () => `archiveProduct(input: { productId: ${text(randomUUID())} }) ${errors}`,
    expected: staffRefused(':NOT_FOUND'),
  },
  {
    field: 'Mutation.addVariant',
    ask: () =>
      `addVariant(input: { productId: ${text(randomUUID())}, variant: { sku: "M-1", price: { amount: "1.00", currencyCode: "EUR" } } }) ${errors}`,
    expected: staffRefused(':NOT_FOUND'),
  },
  {
    field: 'Mutation.updateVariant',
    ask: ({ variantId }) => `updateVariant(input: { variantId: ${text(variantId)} }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Mutation.removeVariant',
    ask: () => `removeVariant(input: { variantId: ${text(randomUUID())} }) ${errors}`,
    expected: staffRefused(':NOT_FOUND'),
  },
  {
    field: 'Mutation.setVariantPrice',
    ask: () =>
      `setVariantPrice(input: { variantId: ${text(randomUUID())}, price: { amount: "1.00", currencyCode: "EUR" } }) ${errors}`,
    expected: staffRefused(':NOT_FOUND'),
  },
  {
    field: 'Mutation.createCategory',
    ask: () => `createCategory(input: { name: "Matrix", slug: "m-${randomUUID()}" }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Mutation.updateCategory',
    ask: () => `updateCategory(input: { categoryId: ${text(randomUUID())} }) ${errors}`,
    expected: staffRefused(':NOT_FOUND'),
  },
  {
    field: 'Mutation.bulkUpsertProducts',
    ask: () =>
      `bulkUpsertProducts(input: { dryRun: true, products: [{ slug: "matrix", title: "Matrix", variants: [{ sku: "M-1", price: { amount: "1.00", currencyCode: "EUR" } }] }] }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Mutation.receiveStock',
    ask: ({ variantId }) =>
      `receiveStock(input: { variantId: ${text(variantId)}, quantity: 1, reason: "test", idempotencyKey: ${key()} }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Mutation.adjustStock',
    ask: ({ variantId }) =>
      `adjustStock(input: { variantId: ${text(variantId)}, delta: 1, reason: "test", idempotencyKey: ${key()} }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Mutation.setLowStockThreshold',
    ask: ({ variantId }) =>
      `setLowStockThreshold(input: { variantId: ${text(variantId)}, threshold: 5 }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Query.stockItems',
    ask: () => 'stockItems(first: 1) { nodes { onHand } }',
    expected: staff,
  },
];
