import { hashOf, refuse } from '@shop/domain';
import type { AccountChange, Held, MailTokenStore } from './ports.ts';
import { changed, type User } from './user.ts';

export type VerifyEmailInput = { readonly token: string };

/** Notes that the mail with this token has arrived. Refuses INVALID_TOKEN. */
export async function verifyEmail(
  { mailTokens }: { mailTokens: MailTokenStore },
  { token }: VerifyEmailInput,
  now = new Date(),
): Promise<User> {
  const account = await mailTokens.consume(hashOf(token), 'VERIFY_EMAIL', now, verified);
  if (account) return account;
  return refuse('INVALID_TOKEN', 'The link was used before, or has expired.', ['token']);
}

function verified({ account }: Held): AccountChange {
  if (account.emailVerified) return { next: account, events: [] };
  const { id, email } = account;
  return {
    next: changed(account, { emailVerified: true }),
    events: [{ type: 'user.email_verified.v1', subject: id, data: { userId: id, email } }],
  };
}
