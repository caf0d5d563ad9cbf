import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAccounts, password, type TestAccounts } from '../testing/open-accounts.ts';
import { addAddress } from './add-address.ts';
import { deleteAccount } from './delete-account.ts';
import { login } from './login.ts';
import { register } from './register.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { resetPassword } from './reset-password.ts';

let shop: TestAccounts;
beforeAll(async () => {
  shop = await openAccounts();
});
afterAll(() => shop.close());

const remove = (viewer: Parameters<typeof deleteAccount>[1], currentPassword = password) =>
  deleteAccount(shop.deps, viewer, {}, { currentPassword });
const address = {
  recipient: 'Nel Example',
  line1: 'Main Street 1',
  city: 'Amsterdam',
  postalCode: '1011 AB',
  country: 'NL',
};

it('a deleted account keeps nothing of its owner, its sessions end, and it cannot sign in', async () => {
  const { user, viewer } = await shop.newAccount({ displayName: 'Nel Example' });
  await shop.signIn(user.email, new Date(), '192.0.2.7');
  await addAddress(shop.deps, viewer, { address });
  await requestPasswordReset(shop.deps, { email: user.email });
  const [token = ''] = await shop.mailed(user.id, 'user.password_reset_requested.v1');

  expect(await remove(viewer)).toEqual({ deletedUserId: user.id });
  const row = await shop.prisma.user.findUniqueOrThrow({
    where: { id: user.id },
    include: { addresses: true, mailTokens: true, sessions: true },
  });
  expect(row).toMatchObject({
    ...{ email: `${user.id}@deleted.invalid`, emailVerified: false, status: 'SUSPENDED' },
    ...{ displayName: 'Deleted account', generation: 1, addresses: [], mailTokens: [] },
  });
  expect(JSON.stringify(row)).not.toMatch(/Nel|192\.0\.2\.7/);
  expect(await shop.deps.sessions.activeOf(user.id, new Date())).toEqual([]);
  const types = (await shop.eventTypes(user.id)).slice(-3);
  expect(types).toEqual(['user.deleted.v1', 'user.suspended.v1', 'user.sessions_revoked.v1']);

  const signIn = () => login(shop.deps, {}, { email: user.email, password });
  expect(await refusalOf(signIn)).toEqual(['INVALID_CREDENTIALS']);
  const reset = () => resetPassword(shop.deps, {}, { token, newPassword: 'battery staple' });
  expect(await refusalOf(reset)).toEqual(['INVALID_TOKEN token']);
});

it('the e-mail address of a deleted account is free for a new one', async () => {
  const { user, viewer } = await shop.newAccount();
  await remove(viewer);
  const input = { email: user.email, password, displayName: 'Nel' };
  const again = await register(shop.deps, {}, input);
  expect(again.user.id).not.toBe(user.id);
});

it('an account is deleted with its password only, and never one of staff', async () => {
  const { user, viewer } = await shop.newAccount();
  expect(await refusalOf(() => remove(viewer, 'wrong'))).toEqual([
    'INVALID_CREDENTIALS currentPassword',
  ]);
  await shop.promote(user.id);
  expect(await refusalOf(() => remove(viewer))).toEqual(['SELF_FORBIDDEN']);
  expect(await shop.deps.accounts.byId(user.id)).toMatchObject({ email: user.email });
});
