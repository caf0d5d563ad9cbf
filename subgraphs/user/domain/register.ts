import { emailField, newId, validate } from '@shop/domain';
import { z } from 'zod';
import { type MailTokens, newMailToken } from './issue-mail-token.ts';
import { newSession } from './new-session.ts';
import { assertStrongPassword, newPasswordField } from './password.ts';
import type { AccessTokens, AccountChange, AccountStore, PasswordHasher } from './ports.ts';
import type { Client, SessionTokens } from './session.ts';
import { type Account, displayNameField, type User } from './user.ts';

const registerInput = z.object({
  email: emailField,
  password: newPasswordField,
  displayName: displayNameField,
});
export type RegisterInput = z.input<typeof registerInput>;

export type Accounts = {
  readonly accounts: AccountStore;
  readonly passwords: PasswordHasher;
  readonly accessTokens: AccessTokens;
};

export type SignedIn = { readonly user: User; readonly session: SessionTokens };

/**
 * Creates a customer account, signs in and requests an e-mail that verifies the address.
 * Refuses INVALID_VALUE, WEAK_PASSWORD and EMAIL_UNAVAILABLE.
 */
export async function register(
  dependencies: Accounts & Pick<MailTokens, 'mailTokenKey'>,
  client: Client,
  input: RegisterInput,
  now = new Date(),
): Promise<SignedIn> {
  const { email, password, displayName } = validate(registerInput, input);
  assertStrongPassword(password, email, 'password');
  const account: Account = {
    id: newId(),
    email,
    emailVerified: false,
    displayName,
    roles: ['CUSTOMER'],
    status: 'ACTIVE',
    passwordHash: await dependencies.passwords.hash(password),
    generation: 0,
    generationChangedAt: null,
    version: 1,
    createdAt: now,
  };
  const { tokensFor, ...opened } = newSession({ account, sessions: [] }, client, now);
  const { mailToken, events } = newMailToken(
    dependencies.mailTokenKey,
    account,
    'VERIFY_EMAIL',
    now,
  );
  const data = { userId: account.id, email, displayName };
  const change: AccountChange = {
    next: account,
    ...opened,
    mailToken,
    events: [{ type: 'user.registered.v1', subject: account.id, data }, ...events],
  };
  const user = await dependencies.accounts.add(change);
  return { user, session: tokensFor(dependencies.accessTokens, user) };
}
