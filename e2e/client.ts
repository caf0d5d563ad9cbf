import { randomUUID } from 'node:crypto';
import { until } from '@shop/testing';
import { expect, inject } from 'vitest';
import {
  LoginDocument,
  OrderDocument,
  type OrderStatus,
  RegisterDocument,
  type TypedDocumentString,
} from './generated/graphql.ts';

type GraphqlError = {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string };
};
export type Answer<T> = {
  readonly status: number;
  readonly data: T | null;
  readonly errors: readonly GraphqlError[];
};

/** Sends any body to the gateway, as any client could. */
export async function post(
  body: string,
  headers: Record<string, string> = {},
  url = inject('shop').url,
) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { response, text: await response.text() };
}

/** Runs a typed operation and returns data and errors alike. */
export async function ask<T, V>(
  document: TypedDocumentString<T, V>,
  variables: V,
  token?: string,
): Promise<Answer<T>> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const { response, text } = await post(
    JSON.stringify({ query: document.toString(), variables }),
    headers,
  );
  const { data = null, errors = [] } = JSON.parse(text) as Partial<Answer<T>>;
  return { status: response.status, data, errors };
}

/** Runs a typed operation that has to succeed. */
export async function get<T, V>(
  document: TypedDocumentString<T, V>,
  variables: V,
  token?: string,
): Promise<T> {
  const { data, errors } = await ask(document, variables, token);
  expect(errors).toEqual([]);
  if (!data) throw new Error('no data');
  return data;
}

/** A new customer and her access token. */
export async function newCustomer(): Promise<{ id: string; email: string; token: string }> {
  const email = `${randomUUID()}@shop.example`;
  const input = { email, password: 'correct horse', displayName: 'Nel' };
  const { register } = await get(RegisterDocument, { input });
  if (!register?.session || !register.user) throw new Error('not registered');
  return { id: register.user.id, email, token: register.session.accessToken };
}

const demoTokens = new Map<string, Promise<string>>();

/** Access token of a demonstration account: one session, since the 51st would end the first. */
export function tokenOf(name: 'admin' | 'staff' | 'carla' | 'cem'): Promise<string> {
  const known = demoTokens.get(name) ?? signInDemo(name);
  demoTokens.set(name, known);
  return known;
}

async function signInDemo(name: string): Promise<string> {
  const input = { email: `${name}@shop.example`, password: 'shop-demo-2026' };
  const { login } = await get(LoginDocument, { input });
  if (!login?.session) throw new Error(`${name} cannot sign in`);
  return login.session.accessToken;
}

/** The order as soon as it has this status. */
export const orderIn = (id: string, status: OrderStatus, token: string) =>
  until(`order ${status}`, async () => {
    const { order } = await get(OrderDocument, { id }, token);
    return order?.status === status ? order : undefined;
  });
