import { refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { countAttempt, forgiveAttempts } from './count-attempt.ts';
import { newSessionEnd } from './end-sessions.ts';
import { assertStrongPassword, newPasswordField, normalizePassword } from './password.ts';
import type { AccountStore, LoginAttemptStore, PasswordHasher } from './ports.ts';
import type { Client } from './session.ts';
import { changed, passwordChanged, type User } from './user.ts';

const changePasswordInput = z.object({
  currentPassword: z.string().transform(normalizePassword),
  newPassword: newPasswordField,
});
export type ChangePasswordInput = z.input<typeof changePasswordInput>;

type Dependencies = {
  readonly accounts: AccountStore;
  readonly passwords: PasswordHasher;
  readonly attempts: LoginAttemptStore;
};

/**
 * Sets a new password, ends the viewer's other sessions and invalidates reset links. Guesses of the current
 * password count as login attempts. Refuses INVALID_VALUE, WEAK_PASSWORD, TOO_MANY_ATTEMPTS and
 * INVALID_CREDENTIALS.
 */
export async function changePassword(
  dependencies: Dependencies,
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
  await countAttempt(dependencies, known.email, client, now);
  if (!(await passwords.verify(known.passwordHash, currentPassword))) refuseWrongPassword();
  await forgiveAttempts(dependencies, known.email, client, now);
  const passwordHash = await passwords.hash(newPassword);
  return accounts.update(known.id, ({ account, sessions }) => {
    // A concurrent change was faster: the verified password is no longer the current one.
    if (account.passwordHash !== known.passwordHash) refuseWrongPassword();
    const others = sessions.filter(({ id }) => id !== viewer.sessionId);
    const { ends, events } = newSessionEnd(account, others, 'PASSWORD_CHANGED', now);
    return {
      next: changed(account, { passwordHash }),
      ...(ends && { ends }),
      events: [passwordChanged(account, 'CHANGE'), ...events],
      invalidates: 'RESET_PASSWORD',
    };
  });
}

const refuseWrongPassword = (): never =>
  refuse('INVALID_CREDENTIALS', 'The current password is wrong.', ['currentPassword']);
