import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import { logIn, registerCustomer, request, requestData, tokenOf } from './client.ts';
import {
  AccountDocument,
  LogoutDocument,
  SetUserRolesDocument,
  SuspendUserDocument,
} from './generated/graphql.ts';

/** Less than the 30 s between two snapshots: the gateway must have handled the event. */
const maxDelayMs = 15_000;

async function untilRefused(token: string): Promise<void> {
  const began = performance.now();
  const { errors } = await until('the token to be refused', async () => {
    const response = await request(AccountDocument, {}, token);
    return response.status === 401 ? response : undefined;
  });
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  expect(performance.now() - began).toBeLessThan(maxDelayMs);
}

it('after a logout, access tokens of the session are refused and those of other sessions are not', async () => {
  const { email, token } = await registerCustomer();
  const other = await logIn(email);
  await requestData(AccountDocument, {}, token);
  await requestData(LogoutDocument, {}, token);
  await untilRefused(token);
  const { me } = await requestData(AccountDocument, {}, other);
  expect(me?.email).toBe(email);
});

it('after a change of roles, older access tokens are refused and new ones are accepted', async () => {
  const { id, email, token } = await registerCustomer();
  const roles = { userId: id, roles: ['STAFF' as const] };
  await requestData(SetUserRolesDocument, { input: roles }, await tokenOf('admin'));
  await untilRefused(token);
  const { me } = await requestData(AccountDocument, {}, await logIn(email));
  expect(me?.email).toBe(email);
});

it('after a suspension, access tokens of the user are refused', async () => {
  const { id, token } = await registerCustomer();
  const suspension = { userId: id, reason: 'chargebacks' };
  await requestData(SuspendUserDocument, { input: suspension }, await tokenOf('admin'));
  await untilRefused(token);
});
