import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { requestEmailChange } from '../../domain/request-email-change.ts';
import { password, type TestAccounts } from '../open-accounts.ts';
import { maxGuesses, type RefusalCases, unknownViewer } from './case.ts';

/** Refusals of the mutations of e-mail addresses. */
export const emailRefusals = (shop: TestAccounts): RefusalCases => {
  const change = async (change: object, viewer?: Viewer) => {
    const requester = viewer ?? (await shop.newAccount()).viewer;
    const input = { newEmail: `${newId()}@shop.example`, currentPassword: password, ...change };
    return { input, viewer: requester, now: {} };
  };
  /** Requests a change to the address of another account. */
  const takenToken = async () => {
    const { viewer } = await shop.newAccount();
    const { email: newEmail } = (await shop.newAccount()).user;
    await requestEmailChange(shop.deps, viewer, {}, { newEmail, currentPassword: password });
    const [token] = await shop.mailed(viewer.id, 'user.email_change_requested.v1');
    return token;
  };
  const noUser = { user: null };
  return {
    async 'requestEmailVerification NOT_FOUND'() {
      return { viewer: await unknownViewer(shop), now: {} };
    },
    'verifyEmail INVALID_TOKEN': async () => ({ input: { token: newId() }, now: noUser }),
    'requestEmailChange INVALID_VALUE': () => change({ newEmail: 'nel' }),
    'requestEmailChange NOT_FOUND': async () => change({}, await unknownViewer(shop)),
    'requestEmailChange INVALID_CREDENTIALS': () => change({ currentPassword: 'wrong' }),
    async 'requestEmailChange TOO_MANY_ATTEMPTS'() {
      const refused = await change({});
      const wrong = { ...refused.input, currentPassword: 'wrong' };
      for (let n = 0; n < maxGuesses; n++) {
        await requestEmailChange(shop.deps, refused.viewer, {}, wrong).catch(() => {});
      }
      return refused;
    },
    'confirmEmailChange INVALID_TOKEN': async () => ({ input: { token: newId() }, now: noUser }),
    async 'confirmEmailChange EMAIL_UNAVAILABLE'() {
      return { input: { token: await takenToken() }, now: noUser };
    },
  };
};
