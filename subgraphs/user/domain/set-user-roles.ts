import { assertVersion, expectedVersionField, refuse, validate } from '@shop/domain';
import { roles as allRoles, type Role, type Viewer } from '@shop/schema';
import { z } from 'zod';
import { assertAdministrator } from './administrator.ts';
import type { AccountStore } from './ports.ts';
import { changed, invalidateTokens, type User } from './user.ts';

const setUserRolesInput = z.object({
  userId: z.string(),
  roles: z
    .array(z.enum(allRoles))
    .min(1, 'must not be empty')
    .max(allRoles.length, `must have at most ${allRoles.length} entries`),
  expectedVersion: expectedVersionField,
});
export type SetUserRolesInput = Omit<z.input<typeof setUserRolesInput>, 'roles'> & {
  readonly roles: readonly Role[];
};

/**
 * Sets the roles of a user. Sessions continue, but access tokens signed before are invalid: a refresh returns
 * one with the new roles. Refuses INVALID_VALUE, NOT_FOUND, VERSION_CONFLICT,
 * NOT_ADMINISTRATOR and SELF_FORBIDDEN.
 */
export async function setUserRoles(
  { accounts }: { accounts: AccountStore },
  viewer: Viewer,
  input: SetUserRolesInput,
  now = new Date(),
): Promise<User> {
  const { userId, roles: requested, expectedVersion } = validate(setUserRolesInput, input);
  const roles = allRoles.filter((role) => requested.includes(role));
  return accounts.administer(viewer.id, userId, ({ account, administrator }) => {
    assertAdministrator(administrator);
    assertVersion(account, expectedVersion);
    const isSame = allRoles.every((role) => roles.includes(role) === account.roles.includes(role));
    if (isSame) return { next: account, events: [] };
    if (account.id === viewer.id && account.roles.includes('ADMIN') && !roles.includes('ADMIN')) {
      refuse('SELF_FORBIDDEN', 'Only another administrator can remove your ADMIN role.', ['roles']);
    }
    const next = changed(account, { roles, ...invalidateTokens(account, now) });
    const data = { userId: account.id, email: account.email, roles, generation: next.generation };
    return { next, events: [{ type: 'user.roles_changed.v1', subject: account.id, data }] };
  });
}
