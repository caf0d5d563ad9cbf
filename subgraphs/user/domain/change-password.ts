import { refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { type CurrentPasswords, verifyCurrentPassword } from './current-password.ts';
import { newSessionEnd } from './end-sessions.ts';
import { takeoverPurposes } from './mail-token.ts';
import { assertStrongPassword, newPasswordField, normalizePassword } from './password.ts';
import type { Client } from './session.ts';
import { changed, passwordChanged, type User } from './user.ts';

const changePasswordInput = z.object({
  currentPassword: z.string().transform(normalizePassword),
  newPassword: newPasswordField,
});
export type ChangePasswordInput = z.input<typeof changePasswordInput>;

/**
 * Sets a new password, ends the viewer's other sessions and invalidates the links that reset the password or change the
 * e-mail address. Guesses of the current password count as login attempts. Refuses INVALID_VALUE, WEAK_PASSWORD,
 * TOO_MANY_ATTEMPTS and INVALID_CREDENTIALS.
 */
export async function changePassword(
  dependencies: CurrentPasswords,
  viewer: Viewer,
  client: Client,
  input: ChangePasswordInput,
  now = new Date(),
): Promise<User> {
  const { accounts, passwords } = dependencies;
  const { currentPassword, newPassword } = validate(changePasswordInput, input);
  const known = await accounts.byId(viewer.id);
  if (!known) return refuse('NOT_FOUND', 'The account no longer exists.');
  assertStrongPassword(newPassword, known.email, 'newPassword');
  const assertUnchanged = await verifyCurrentPassword(
    dependencies,
    known,
    client,
    currentPassword,
    now,
  );
  const passwordHash = await passwords.hash(newPassword);
  return accounts.update(known.id, ({ account, sessions }) => {
    assertUnchanged(account);
    const others = sessions.filter(({ id }) => id !== viewer.sessionId);
    const { ends, events } = newSessionEnd(account, others, 'PASSWORD_CHANGED', now);
    return {
      next: changed(account, { passwordHash }),
      ...(ends && { ends }),
      events: [passwordChanged(account, 'CHANGE'), ...events],
      invalidates: takeoverPurposes,
    };
  });
}
