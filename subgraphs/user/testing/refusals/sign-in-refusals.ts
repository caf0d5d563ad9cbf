import { newId } from '@shop/domain';
import { login } from '../../domain/login.ts';
import { suspendUser } from '../../domain/suspend-user.ts';
import { password, type TestAccounts } from '../open-accounts.ts';
import { maxGuesses, type RefusalCases, unknownViewer } from './case.ts';

/** Refusals of the mutations that open and end sessions. */
export const signInRefusals = (shop: TestAccounts): RefusalCases => {
  const none = { user: null, session: null };
  const account = { email: `${newId()}@shop.example`, password, displayName: 'Nel' };
  const suspended = async () => {
    const { user, session } = await shop.newAccount();
    const { viewer } = await shop.newAccount();
    await shop.promote(viewer.id);
    await suspendUser(shop.deps, viewer, { userId: user.id, reason: 'fraud' });
    return { email: user.email, refreshToken: session.refreshToken };
  };
  return {
    'register INVALID_VALUE': async () => ({ input: { ...account, email: 'nel' }, now: none }),
    'register WEAK_PASSWORD': async () => ({
      input: { ...account, password: 'password1234' },
      now: none,
    }),
    async 'register EMAIL_UNAVAILABLE'() {
      const { email } = (await shop.newAccount()).user;
      return { input: { ...account, email }, now: none };
    },
    'login INVALID_VALUE': async () => ({ input: { email: 'a\u0000', password }, now: none }),
    'login INVALID_CREDENTIALS': async () => ({
      input: { email: account.email, password },
      now: none,
    }),
    async 'login TOO_MANY_ATTEMPTS'() {
      const input = { email: `${newId()}@shop.example`, password };
      for (let n = 0; n < maxGuesses; n++) await login(shop.deps, {}, input).catch(() => {});
      return { input, now: none };
    },
    async 'login ACCOUNT_SUSPENDED'() {
      return { input: { email: (await suspended()).email, password }, now: none };
    },
    'refreshToken INVALID_TOKEN': async () => ({ input: { refreshToken: 'x' }, now: none }),
    async 'refreshToken ACCOUNT_SUSPENDED'() {
      return { input: { refreshToken: (await suspended()).refreshToken }, now: none };
    },
    'logout NOT_FOUND': async () => ({ viewer: await unknownViewer(shop), now: {} }),
    'logoutEverywhere NOT_FOUND': async () => ({ viewer: await unknownViewer(shop), now: {} }),
    async 'revokeSession NOT_FOUND'() {
      const { viewer } = await shop.newAccount();
      return { input: { sessionId: newId() }, viewer, now: {} };
    },
  };
};
