import { assertVersion, expectedVersionField, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { AccountStore } from './ports.ts';
import { changed, displayNameField, type User } from './user.ts';

const updateProfileInput = z.object({
  displayName: displayNameField,
  expectedVersion: expectedVersionField,
});
export type UpdateProfileInput = z.input<typeof updateProfileInput>;

/** Changes the viewer's display name. Refuses INVALID_VALUE and VERSION_CONFLICT. */
export async function updateProfile(
  { accounts }: { accounts: AccountStore },
  viewer: Viewer,
  input: UpdateProfileInput,
): Promise<User> {
  const { displayName, expectedVersion } = validate(updateProfileInput, input);
  return accounts.update(viewer.id, ({ account }) => {
    assertVersion(account, expectedVersion);
    const next = account.displayName === displayName ? account : changed(account, { displayName });
    return { next, events: [] };
  });
}
