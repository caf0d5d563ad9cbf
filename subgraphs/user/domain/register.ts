import { newId, validate } from '@shop/schema';
import { z } from 'zod';
import type { PasswordHasher, Session, SessionIssuer, UserStore } from './ports.ts';
import { type Account, normalEmail, type User } from './user.ts';

/** Longest address that SMTP can carry (RFC 5321, erratum 1690). */
const maxEmailLength = 254;

const registerInput = z.object({
  email: z
    .string()
    .max(maxEmailLength, `must have at most ${maxEmailLength} characters`)
    .transform(normalEmail)
    .pipe(z.email('must be an e-mail address')),
  // NIST SP 800-63B: at least 8, no rules of composition; the bound keeps hashing cheap.
  password: z
    .string()
    .min(8, 'must have at least 8 characters')
    .max(128, 'must have at most 128 characters'),
  displayName: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(80, 'must have at most 80 characters'),
});
export type RegisterInput = z.input<typeof registerInput>;

export type Accounts = {
  readonly users: UserStore;
  readonly passwords: PasswordHasher;
  readonly sessions: SessionIssuer;
};

/** Opens a customer account and signs it in. Refuses INVALID_VALUE and EMAIL_UNAVAILABLE. */
export async function register(
  { users, passwords, sessions }: Accounts,
  input: RegisterInput,
  now = new Date(),
): Promise<{ user: User; session: Session }> {
  const { email, password, displayName } = validate(registerInput, input);
  const passwordHash = await passwords.hash(password);
  const account: Account = {
    id: newId(),
    email,
    displayName,
    roles: ['CUSTOMER'],
    passwordHash,
    createdAt: now,
  };
  const data = { userId: account.id, email, displayName };
  const user = await users.add({
    next: account,
    events: [{ type: 'user.registered.v1', subject: account.id, data }],
  });
  return { user, session: sessions.open(user) };
}
