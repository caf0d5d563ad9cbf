import { refuse } from '@shop/schema';
import type { Session } from './ports.ts';
import type { Accounts } from './register.ts';
import { normalEmail, type User } from './user.ts';

export type LoginInput = { readonly email: string; readonly password: string };

/** Longer texts are no password of ours; hashing them would only cost time. */
const maxPasswordLength = 128;

/** Signs in. Refuses INVALID_CREDENTIALS alike for an unknown address and a wrong password. */
export async function login(
  { users, passwords, sessions }: Accounts,
  { email, password }: LoginInput,
): Promise<{ user: User; session: Session }> {
  const account = await users.accountByEmail(normalEmail(email));
  const matches = await passwords.verify(
    account?.passwordHash,
    password.slice(0, maxPasswordLength + 1),
  );
  if (!account || !matches) {
    return refuse('INVALID_CREDENTIALS', 'E-mail and password do not match an account.');
  }
  return { user: account, session: sessions.open(account) };
}
