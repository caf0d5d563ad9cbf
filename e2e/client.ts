import { randomUUID } from 'node:crypto';
import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';
import { assertDeclaredRefusals, assertNullsHaveErrors, until } from '@shop/testing';
import { parse } from 'graphql';
import { expect } from 'vitest';
import {
  LoginDocument,
  OrderDocument,
  type OrderStatus,
  RegisterDocument,
  SetUserRolesDocument,
  type TypedDocumentString,
} from './generated/graphql.ts';
import { shop } from './shop.ts';

type GraphqlError = {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string };
};
export type GraphqlResponse<T> = {
  readonly status: number;
  readonly data: T | null;
  readonly errors: readonly GraphqlError[];
};

/** Sends a body to the gateway, or to another URL. */
export async function post(body: string, headers: Record<string, string> = {}, url = shop.url) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { response, text: await response.text() };
}

/** Sends a typed operation. Returns data and errors. */
export async function request<T, V>(
  document: TypedDocumentString<T, V>,
  variables: V,
  token?: string,
): Promise<GraphqlResponse<T>> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const { response, text } = await post(
    JSON.stringify({ query: document.toString(), variables }),
    headers,
  );
  const { data = null, errors = [] } = JSON.parse(text) as Partial<GraphqlResponse<T>>;
  assertDeclaredRefusals(data);
  assertNullsHaveErrors(parse(document.toString()), data, errors);
  return { status: response.status, data, errors };
}

/** Sends a typed operation. Returns its data; fails the test on errors. */
export async function requestData<T, V>(
  document: TypedDocumentString<T, V>,
  variables: V,
  token?: string,
): Promise<T> {
  const { data, errors } = await request(document, variables, token);
  expect(errors).toEqual([]);
  if (!data) throw new Error('no data');
  return data;
}

/** Registers a customer. Returns their access token too. */
export async function registerCustomer(): Promise<{ id: string; email: string; token: string }> {
  const email = `${randomUUID()}@shop.example`;
  const input = { email, password: 'correct horse', displayName: 'Nel' };
  const { register } = await requestData(RegisterDocument, { input });
  if (!register?.session || !register.user) throw new Error('not registered');
  return { id: register.user.id, email, token: register.session.accessToken };
}

type DemoName = keyof typeof demoAccounts;

/** Logs in a customer of `registerCustomer`, or with another password. Returns an access token. */
export async function logIn(email: string, password = 'correct horse'): Promise<string> {
  const input = { email, password };
  const { login } = await requestData(LoginDocument, { input });
  if (!login?.session) throw new Error(`${email} could not log in`);
  return login.session.accessToken;
}

/** Gives a customer every role. Returns an access token with them. */
export async function grantAllRoles(user: { id: string; email: string }): Promise<string> {
  const roles = ['CUSTOMER' as const, 'STAFF' as const, 'ADMIN' as const];
  const input = { userId: user.id, roles };
  await requestData(SetUserRolesDocument, { input }, await tokenOf('admin'));
  return logIn(user.email);
}

/** Less than the 15 minutes that an access token is valid. */
const renewAfterMs = 600_000;
const demoTokens = new Map<DemoName, { readonly at: number; readonly token: Promise<string> }>();

/**
 * Returns an access token of a demonstration account, the same for some minutes: each has a session, and the 51st would end
 * the first.
 */
export function tokenOf(name: DemoName): Promise<string> {
  const known = demoTokens.get(name);
  if (known && performance.now() < known.at + renewAfterMs) return known.token;
  const token = signInDemo(name);
  demoTokens.set(name, { at: performance.now(), token });
  return token;
}

async function signInDemo(name: DemoName): Promise<string> {
  const input = { email: demoAccounts[name].email, password: demoPassword };
  const { login } = await requestData(LoginDocument, { input });
  if (!login?.session) throw new Error(`${name} could not sign in`);
  return login.session.accessToken;
}

/** Waits until the order has this status. */
export const untilOrder = (id: string, status: OrderStatus, token: string) =>
  until(`order ${status}`, async () => {
    const { order } = await requestData(OrderDocument, { id }, token);
    return order?.status === status ? order : undefined;
  });
