import { emailLookupField, refuse, validate } from '@shop/domain';
import { z } from 'zod';
import { countAttempt, forgiveAttempts } from './count-attempt.ts';
import { newSession } from './new-session.ts';
import { normalizePassword } from './password.ts';
import type { LoginAttemptStore } from './ports.ts';
import type { Accounts, SignedIn } from './register.ts';
import type { Client, SessionTokens } from './session.ts';
import type { Account } from './user.ts';

const loginInput = z.object({
  email: emailLookupField,
  password: z.string().transform(normalizePassword),
});
export type LoginInput = z.input<typeof loginInput>;

const invalidCredentials = 'The e-mail address and the password do not match an account.';

/**
 * Signs in. Refuses INVALID_VALUE and TOO_MANY_ATTEMPTS before hashing, INVALID_CREDENTIALS in the same way for
 * an unknown address and a wrong password, and ACCOUNT_SUSPENDED only with the right password.
 */
export async function login(
  dependencies: Accounts & { readonly attempts: LoginAttemptStore },
  client: Client,
  input: LoginInput,
  now = new Date(),
): Promise<SignedIn> {
  const { accounts, passwords, accessTokens } = dependencies;
  const { email, password } = validate(loginInput, input);
  await countAttempt(dependencies, email, client, now);
  const known = await accounts.byEmail(email);
  const matches = await passwords.verify(known?.passwordHash, password);
  if (!known || !matches) return refuse('INVALID_CREDENTIALS', invalidCredentials);
  await forgiveAttempts(dependencies, email, client, now);
  const rehashed = passwords.needsRehash(known.passwordHash)
    ? await passwords.hash(password)
    : undefined;

  let signTokens: ((account: Account) => SessionTokens) | undefined;
  const user = await accounts.update(known.id, async (locked) => {
    const { account } = locked;
    const { status, passwordHash } = account;
    if (status === 'SUSPENDED') refuse('ACCOUNT_SUSPENDED', 'The account is suspended.');
    const isUnchanged = passwordHash === known.passwordHash;
    // The hash changed since it was verified: a new password, or a new hash of the same password.
    if (!isUnchanged && !(await passwords.verify(passwordHash, password))) {
      refuse('INVALID_CREDENTIALS', invalidCredentials);
    }
    const { tokensFor, ...opened } = newSession(locked, client, now);
    signTokens = (saved) => tokensFor(accessTokens, saved);
    const next = rehashed && isUnchanged ? { ...account, passwordHash: rehashed } : account;
    return { next, ...opened };
  });
  if (!signTokens) throw new Error('no session was opened');
  return { user, session: signTokens(user) };
}
