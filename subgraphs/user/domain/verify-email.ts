import { hashOf, refuse } from '@shop/domain';
import type { AccountChange, LockedAccount, MailTokenStore } from './ports.ts';
import { changed, type User } from './user.ts';

export type VerifyEmailInput = { readonly token: string };

/** Verifies an e-mail address with the token from an e-mail. Refuses INVALID_TOKEN. */
export async function verifyEmail(
  { mailTokens }: { mailTokens: MailTokenStore },
  { token }: VerifyEmailInput,
  now = new Date(),
): Promise<User> {
  const account = await mailTokens.consume(hashOf(token), 'VERIFY_EMAIL', now, verify);
  if (account) return account;
  return refuse('INVALID_TOKEN', 'The link was used before or has expired.', ['token']);
}

function verify({ account }: LockedAccount): AccountChange {
  if (account.emailVerified) return { next: account, events: [] };
  const { id, email } = account;
  return {
    next: changed(account, { emailVerified: true }),
    events: [{ type: 'user.email_verified.v1', subject: id, data: { userId: id, email } }],
  };
}
