import { refuse } from '@shop/domain';
import { countAttempt, forgiveAttempts } from './count-attempt.ts';
import type { AccountStore, LoginAttemptStore, PasswordHasher } from './ports.ts';
import type { Client } from './session.ts';
import type { Account } from './user.ts';

/** What verifies the current password of an account. */
export type CurrentPasswords = {
  readonly accounts: AccountStore;
  readonly passwords: PasswordHasher;
  readonly attempts: LoginAttemptStore;
};

/**
 * Verifies the current password; a guess counts as a login attempt. Returns a check for the lock of the account: that
 * the verified password is still the current one. Both refuse INVALID_CREDENTIALS; also refuses TOO_MANY_ATTEMPTS.
 */
export async function verifyCurrentPassword(
  dependencies: CurrentPasswords,
  known: Account,
  client: Client,
  currentPassword: string,
  now: Date,
): Promise<(account: Account) => void> {
  await countAttempt(dependencies, known.email, client, now);
  const matches = await dependencies.passwords.verify(known.passwordHash, currentPassword);
  if (!matches) refuseWrongPassword();
  await forgiveAttempts(dependencies, known.email, client, now);
  return ({ passwordHash }) => {
    if (passwordHash !== known.passwordHash) refuseWrongPassword();
  };
}

const refuseWrongPassword = (): never =>
  refuse('INVALID_CREDENTIALS', 'The current password is wrong.', ['currentPassword']);
