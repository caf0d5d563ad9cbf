import { newId } from '@shop/domain';
import type { TestAccounts } from '../open-accounts.ts';
import { type RefusalCases, unknownViewer } from './case.ts';

const noUser = { user: null };

/** Refusals of the mutations of profiles and of administrators. */
export const accountRefusals = (shop: TestAccounts): RefusalCases => {
  const own = async (input: object) => {
    const { viewer } = await shop.newAccount();
    return { input: { displayName: 'Nel', ...input }, viewer, now: { user: { id: viewer.id } } };
  };
  /** An administrator's mutation of another account. */
  const other = async (input: object) => {
    const { viewer } = await shop.newAccount();
    await shop.promote(viewer.id);
    const { id } = (await shop.newAccount()).user;
    return { input: { userId: id, ...input }, viewer, now: { user: { id } } };
  };
  const unknown = async (input: object) => ({
    ...(await other({ ...input, userId: newId() })),
    now: noUser,
  });
  /** A mutation of an administrator's own account. */
  const self = async (input: object) => {
    const { viewer } = await other({});
    return { input: { userId: viewer.id, ...input }, viewer, now: { user: { id: viewer.id } } };
  };
  /** A mutation of a viewer who was an administrator: the payload shows nothing. */
  const demoted = async (input: object) => {
    const { viewer } = await shop.newAccount();
    const { id } = (await shop.newAccount()).user;
    return { input: { userId: id, ...input }, viewer, now: noUser };
  };
  const roles = { roles: ['STAFF'] };
  const reason = { reason: 'fraud' };
  return {
    'updateProfile INVALID_VALUE': () => own({ displayName: '' }),
    'updateProfile VERSION_CONFLICT': () => own({ expectedVersion: 99 }),
    async 'updateProfile NOT_FOUND'() {
      return { ...(await own({})), viewer: await unknownViewer(shop), now: noUser };
    },
    'setUserRoles INVALID_VALUE': () => other({ roles: [] }),
    'setUserRoles NOT_FOUND': () => unknown(roles),
    'setUserRoles VERSION_CONFLICT': () => other({ ...roles, expectedVersion: 99 }),
    'setUserRoles NOT_ADMINISTRATOR': () => demoted(roles),
    'setUserRoles SELF_FORBIDDEN': () => self(roles),
    'suspendUser INVALID_VALUE': () => other({ reason: '' }),
    'suspendUser NOT_FOUND': () => unknown(reason),
    'suspendUser NOT_ADMINISTRATOR': () => demoted(reason),
    'suspendUser SELF_FORBIDDEN': () => self(reason),
    'reinstateUser NOT_FOUND': () => unknown({}),
    'reinstateUser NOT_ADMINISTRATOR': () => demoted({}),
  };
};
