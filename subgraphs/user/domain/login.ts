import { emailLookupField, refuse, validate } from '@shop/domain';
import { z } from 'zod';
import { countAttempt, forgiveAttempts } from './count-attempt.ts';
import { opening } from './open-session.ts';
import { presentedPassword } from './password.ts';
import type { Held, LoginAttemptStore } from './ports.ts';
import type { Accounts, SignedIn } from './register.ts';
import type { Client, SessionTokens } from './session.ts';

const loginInput = z.object({
  email: emailLookupField,
  password: z.string().transform(presentedPassword),
});
export type LoginInput = z.input<typeof loginInput>;

const noMatch = 'E-mail and password do not match an account.';

/**
 * Signs in. Refuses INVALID_VALUE and TOO_MANY_ATTEMPTS before anything is hashed, INVALID_CREDENTIALS alike for an unknown
 * address and a wrong password, and ACCOUNT_SUSPENDED only to those who know the password.
 */
export async function login(
  deps: Accounts & { readonly attempts: LoginAttemptStore },
  client: Client,
  input: LoginInput,
  now = new Date(),
): Promise<SignedIn> {
  const { email, password } = validate(loginInput, input);
  await countAttempt(deps, email, client, now);
  const known = await deps.accounts.byEmail(email);
  const matches = await deps.passwords.verify(known?.passwordHash, password);
  if (!known || !matches) return refuse('INVALID_CREDENTIALS', noMatch);
  await forgiveAttempts(deps, email, client, now);
  const rehashed = deps.passwords.needsRehash(known.passwordHash)
    ? await deps.passwords.hash(password)
    : undefined;

  const { accounts, passwords, accessTokens } = deps;
  let tokens: ((account: Held['account']) => SessionTokens) | undefined;
  const user = await accounts.update(known.id, async (held) => {
    const { account } = held;
    const { status, passwordHash } = account;
    if (status === 'SUSPENDED') refuse('ACCOUNT_SUSPENDED', 'The account is suspended.');
    const same = passwordHash === known.passwordHash;
    // Changed since it was verified, by its owner or by a new hash of the same password.
    if (!same && !(await passwords.verify(passwordHash, password))) {
      refuse('INVALID_CREDENTIALS', noMatch);
    }
    const { tokensBy, ...opened } = opening(held, client, now);
    tokens = (saved) => tokensBy(accessTokens, saved);
    const next = rehashed && same ? { ...account, passwordHash: rehashed } : account;
    return { next, ...opened };
  });
  if (!tokens) throw new Error('no session was opened');
  return { user, session: tokens(user) };
}
