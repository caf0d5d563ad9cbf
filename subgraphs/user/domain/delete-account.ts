import { newSecret, refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { type CurrentPasswords, verifyCurrentPassword } from './current-password.ts';
import { normalizePassword } from './password.ts';
import type { Client } from './session.ts';
import { suspension } from './suspension.ts';

const deleteAccountInput = z.object({
  currentPassword: z.string().transform(normalizePassword),
});
export type DeleteAccountInput = z.input<typeof deleteAccountInput>;

/** Of accounts that were deleted: no mailbox has it (RFC 2606, section 2). */
const deletedDomain = 'deleted.invalid';

/**
 * Deletes the viewer's account: erases its name, e-mail address, address book and what its sessions recorded, ends the
 * sessions and invalidates every access token. The row stays, suspended and without a known password, so that
 * gateways receive the revocation and orders keep their customer. Guesses of the current password count as login
 * attempts. Refuses NOT_FOUND, TOO_MANY_ATTEMPTS, INVALID_CREDENTIALS and, for staff, SELF_FORBIDDEN.
 */
export async function deleteAccount(
  dependencies: CurrentPasswords,
  viewer: Viewer,
  client: Client,
  input: DeleteAccountInput,
  now = new Date(),
): Promise<{ readonly deletedUserId: string }> {
  const { accounts, passwords } = dependencies;
  const { currentPassword } = validate(deleteAccountInput, input);
  const known = await accounts.byId(viewer.id);
  if (!known) return refuse('NOT_FOUND', 'The account no longer exists.');
  const assertUnchanged = await verifyCurrentPassword(
    dependencies,
    known,
    client,
    currentPassword,
    now,
  );
  const passwordHash = await passwords.hash(newSecret().secret);
  await accounts.update(known.id, (locked) => {
    const { account } = locked;
    assertUnchanged(account);
    if (account.roles.some((role) => role !== 'CUSTOMER')) {
      refuse('SELF_FORBIDDEN', 'An administrator must first remove your other roles.');
    }
    const { id: userId, email } = account;
    const suspended = suspension(locked, 'deleted by its owner', now);
    return {
      ...suspended,
      next: {
        ...suspended.next,
        email: `${userId}@${deletedDomain}`,
        emailVerified: false,
        displayName: 'Deleted account',
        passwordHash,
      },
      erases: true,
      events: [
        { type: 'user.deleted.v1', subject: userId, data: { userId, email } },
        ...suspended.events,
      ],
    };
  });
  return { deletedUserId: known.id };
}
