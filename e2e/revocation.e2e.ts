import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import { ask, get, newCustomer, tokenOf } from './client.ts';
import {
  AccountDocument,
  LoginDocument,
  LogoutDocument,
  SetUserRolesDocument,
  SuspendUserDocument,
} from './generated/graphql.ts';

/** Far less than the 30 s between two snapshots: the gateway has heard of it on the bus. */
const secondsMs = 5_000;

async function untilRefused(token: string): Promise<void> {
  const began = performance.now();
  const { errors } = await until('the token to be refused', async () => {
    const answer = await ask(AccountDocument, {}, token);
    return answer.status === 401 ? answer : undefined;
  });
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  expect(performance.now() - began).toBeLessThan(secondsMs);
}

async function signIn(email: string): Promise<string> {
  const { login } = await get(LoginDocument, { input: { email, password: 'correct horse' } });
  return login?.session?.accessToken ?? '';
}

it('an access token is refused soon after its session has ended, and no other is', async () => {
  const { email, token } = await newCustomer();
  const other = await signIn(email);
  await get(AccountDocument, {}, token);
  await get(LogoutDocument, {}, token);
  await untilRefused(token);
  const { me } = await get(AccountDocument, {}, other);
  expect(me?.email).toBe(email);
});

it('an access token is refused soon after its roles have changed, and the next one is good', async () => {
  const { id, email, token } = await newCustomer();
  const roles = { userId: id, roles: ['STAFF' as const] };
  await get(SetUserRolesDocument, { input: roles }, await tokenOf('admin'));
  await untilRefused(token);
  const { me } = await get(AccountDocument, {}, await signIn(email));
  expect(me?.email).toBe(email);
});

it('an access token is refused soon after its user was suspended', async () => {
  const { id, token } = await newCustomer();
  const suspension = { userId: id, reason: 'chargebacks' };
  await get(SuspendUserDocument, { input: suspension }, await tokenOf('admin'));
  await untilRefused(token);
});
