import { randomUUID } from 'node:crypto';
import { until } from '@shop/testing';
import { expect } from 'vitest';
import type { ObjectIds, RequesterKind, Row } from './access-matrix/index.ts';
import { logIn, post, registerCustomer, requestData, tokenOf, untilOrder } from './client.ts';
import { PlaceOrderDocument, ProductDocument } from './generated/graphql.ts';
import { shippingAddress } from './shipping-address.ts';

type Account = { readonly id: string; readonly email: string; token: string };

/** One account for each kind of requester, and the objects that operations read and change. */
export type AccessFixture = {
  tokenOf(requester: RequesterKind): string | undefined;
  /** Creates the objects that the operation of a row uses. */
  createObjects(row: Row): Promise<ObjectIds>;
  /** Signs in all accounts but the suspended one: some operations end the sessions of their requester. */
  renewSessions(): Promise<void>;
};

export const emptyIds: ObjectIds = {
  ownerId: '',
  orderId: '',
  productId: '',
  variantId: '',
  otherUserId: '',
};

export const bodyOf = (operation: string, selection: string) =>
  JSON.stringify({ query: `${operation} { it: ${selection} }` });

export const bearer = (token: string | undefined): Record<string, string> =>
  token ? { authorization: `Bearer ${token}` } : {};

/** Runs a mutation. Fails the test when it is refused. */
export async function change(mutation: string, token: string): Promise<void> {
  const body = bodyOf('mutation', `${mutation} { userErrors { code } }`);
  const { text } = await post(body, bearer(token));
  expect(JSON.parse(text)).toEqual({ data: { it: { userErrors: [] } } });
}

/** Waits until the gateway refuses this access token. */
export const untilRevoked = (token: string) =>
  until('the access token to be refused', async () => {
    const { response } = await post(bodyOf('query', 'me { id }'), bearer(token));
    return response.status === 401;
  });

/** Whether the operation of a row uses this id, so that its object must be created. */
const uses = ({ select }: Row, id: keyof ObjectIds): boolean =>
  select({ ...emptyIds, [id]: '#' }).includes('#');

export async function createAccessFixture(): Promise<AccessFixture> {
  const adminToken = await tokenOf('admin');
  const accounts = await createAccounts(adminToken);
  const product = await stockProduct(adminToken);
  const renewSessions = async () => {
    for (const account of Object.values(accounts)) {
      if (account !== accounts.suspended) account.token = await logIn(account.email);
    }
  };
  await renewSessions();
  await untilRevoked(accounts.suspended.token);
  return {
    tokenOf: (requester) => (requester === 'anonymous' ? undefined : accounts[requester].token),
    async createObjects(row) {
      const { owner } = accounts;
      return {
        ownerId: owner.id,
        orderId: uses(row, 'orderId') ? await createOrder(product.variantId, owner.token) : '',
        productId: product.id,
        variantId: product.variantId,
        otherUserId: uses(row, 'otherUserId') ? (await registerCustomer()).id : '',
      };
    },
    renewSessions,
  };
}

async function createAccounts(adminToken: string) {
  const [owner, customer, staff, admin, suspended] = (await Promise.all(
    Array.from({ length: 5 }, registerCustomer),
  )) as [Account, Account, Account, Account, Account];
  for (const [{ id }, role] of [
    [staff, 'STAFF'],
    [admin, 'ADMIN'],
  ] as const) {
    await change(`setUserRoles(input: { userId: "${id}", roles: [${role}] })`, adminToken);
  }
  await change(`suspendUser(input: { userId: "${suspended.id}", reason: "test" })`, adminToken);
  return { owner, customer, staff, admin, suspended };
}

/** A product with enough stock for every cell of the matrix, each of which orders one unit. */
async function stockProduct(adminToken: string) {
  const slug = 'classic-cotton-tee';
  const { product } = await requestData(ProductDocument, { slug }, adminToken);
  const variantId = product?.variants[0]?.id ?? '';
  const units = `variantId: "${variantId}", quantity: 1000, reason: "test"`;
  await change(`receiveStock(input: { ${units}, idempotencyKey: "${randomUUID()}" })`, adminToken);
  return { id: product?.id ?? '', variantId };
}

async function createOrder(variantId: string, token: string): Promise<string> {
  const lines = [{ variantId, quantity: 1 }];
  const input = { lines, shippingAddress, idempotencyKey: randomUUID() };
  const { placeOrder } = await requestData(PlaceOrderDocument, { input }, token);
  const id = placeOrder?.order?.id ?? '';
  await untilOrder(id, 'CONFIRMED', token);
  return id;
}
