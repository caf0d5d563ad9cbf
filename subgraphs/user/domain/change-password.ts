import { refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { countAttempt, forgiveAttempts } from './count-attempt.ts';
import { ending } from './end-sessions.ts';
import { newPasswordField, presentedPassword, refuseWeak } from './password.ts';
import type { AccountStore, LoginAttemptStore, PasswordHasher } from './ports.ts';
import type { Client } from './session.ts';
import { changed, type User } from './user.ts';

const changePasswordInput = z.object({
  currentPassword: z.string().transform(presentedPassword),
  newPassword: newPasswordField,
});
export type ChangePasswordInput = z.input<typeof changePasswordInput>;

type Passwords = {
  readonly accounts: AccountStore;
  readonly passwords: PasswordHasher;
  readonly attempts: LoginAttemptStore;
};

/**
 * Sets a new password and ends the caller's other sessions; links for a reset are void. Guesses of the present one count like those
 * of signing in. Refuses INVALID_VALUE, WEAK_PASSWORD, TOO_MANY_ATTEMPTS and INVALID_CREDENTIALS.
 */
export async function changePassword(
  deps: Passwords,
  viewer: Viewer,
  client: Client,
  input: ChangePasswordInput,
  now = new Date(),
): Promise<User> {
  const { accounts, passwords } = deps;
  const { currentPassword, newPassword } = validate(changePasswordInput, input);
  const known = await accounts.byId(viewer.id);
  if (!known) return refuse('NOT_FOUND', 'The account does not exist any more.');
  refuseWeak(newPassword, known.email, 'newPassword');
  await countAttempt(deps, known.email, client, now);
  if (!(await passwords.verify(known.passwordHash, currentPassword))) wrong();
  await forgiveAttempts(deps, known.email, client, now);
  const passwordHash = await passwords.hash(newPassword);
  return accounts.update(known.id, ({ account, sessions }) => {
    // Somebody else was faster: the password that was verified is not the present one any more.
    if (account.passwordHash !== known.passwordHash) wrong();
    const others = sessions.filter(({ id }) => id !== viewer.sessionId);
    return {
      next: changed(account, { passwordHash }),
      ...ending(account, others, 'PASSWORD_CHANGED', now),
      voids: 'RESET_PASSWORD',
    };
  });
}

const wrong = (): never =>
  refuse('INVALID_CREDENTIALS', 'This is not your present password.', ['currentPassword']);
