import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { changePassword } from '../../domain/change-password.ts';
import { deleteAccount } from '../../domain/delete-account.ts';
import { requestPasswordReset } from '../../domain/request-password-reset.ts';
import { password, type TestAccounts } from '../open-accounts.ts';
import { maxGuesses, type RefusalCases, unknownViewer } from './case.ts';

const newPassword = 'another horse';

/** Refusals of the mutations of passwords. */
export const passwordRefusals = (shop: TestAccounts): RefusalCases => {
  const change = async (change: object, viewer?: Viewer) => {
    const requester = viewer ?? (await shop.newAccount()).viewer;
    const input = { currentPassword: password, newPassword, ...change };
    return { input, viewer: requester, now: { user: viewer ? null : { id: requester.id } } };
  };
  const deletion = async (currentPassword: string, viewer?: Viewer) => ({
    input: { currentPassword },
    viewer: viewer ?? (await shop.newAccount()).viewer,
    now: { deletedUserId: null },
  });
  const resetToken = async () => {
    const { user } = await shop.newAccount();
    await requestPasswordReset(shop.deps, { email: user.email });
    const [token] = await shop.mailed(user.id, 'user.password_reset_requested.v1');
    return token;
  };
  return {
    'changePassword INVALID_VALUE': () => change({ newPassword: '' }),
    'changePassword NOT_FOUND': async () => change({}, await unknownViewer(shop)),
    'changePassword WEAK_PASSWORD': () => change({ newPassword: 'password1234' }),
    'changePassword INVALID_CREDENTIALS': () => change({ currentPassword: 'wrong' }),
    async 'changePassword TOO_MANY_ATTEMPTS'() {
      const refused = await change({});
      const wrong = { currentPassword: 'wrong', newPassword };
      for (let n = 0; n < maxGuesses; n++) {
        await changePassword(shop.deps, refused.viewer, {}, wrong).catch(() => {});
      }
      return refused;
    },
    'deleteAccount NOT_FOUND': async () => deletion(password, await unknownViewer(shop)),
    'deleteAccount INVALID_CREDENTIALS': () => deletion('wrong'),
    async 'deleteAccount TOO_MANY_ATTEMPTS'() {
      const refused = await deletion(password);
      const wrong = { currentPassword: 'wrong' };
      for (let n = 0; n < maxGuesses; n++) {
        await deleteAccount(shop.deps, refused.viewer, {}, wrong).catch(() => {});
      }
      return refused;
    },
    async 'deleteAccount SELF_FORBIDDEN'() {
      const { user, viewer } = await shop.newAccount();
      await shop.promote(user.id);
      return deletion(password, viewer);
    },
    'requestPasswordReset INVALID_VALUE': async () => ({ input: { email: 'a\u0000' }, now: {} }),
    'resetPassword INVALID_VALUE': async () => ({
      input: { token: 'x', newPassword: '' },
      now: {},
    }),
    'resetPassword INVALID_TOKEN': async () => ({
      input: { token: newId(), newPassword },
      now: {},
    }),
    'resetPassword WEAK_PASSWORD': async () => ({
      input: { token: await resetToken(), newPassword: 'password1234' },
      now: {},
    }),
  };
};
