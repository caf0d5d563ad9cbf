import { hashOf, refuse } from '@shop/domain';
import { type MailToken, mailTokenPurposes } from './mail-token.ts';
import type { AccountChange, LockedAccount, MailTokenStore } from './ports.ts';
import { changed, type User } from './user.ts';

export type ConfirmEmailChangeInput = { readonly token: string };

/**
 * Gives an account the new e-mail address that the token was sent to, which is thereby verified. All other links in
 * e-mails become invalid; sessions continue, since the password is the same and was needed for the request.
 * Refuses INVALID_TOKEN, and EMAIL_UNAVAILABLE when another account has the address.
 */
export async function confirmEmailChange(
  { mailTokens }: { mailTokens: MailTokenStore },
  { token }: ConfirmEmailChangeInput,
  now = new Date(),
): Promise<User> {
  const account = await mailTokens.consume(hashOf(token), 'CHANGE_EMAIL', now, change);
  if (account) return account;
  return refuse('INVALID_TOKEN', 'The link was used before or has expired.', ['token']);
}

function change({ account }: LockedAccount, { newEmail }: MailToken): AccountChange {
  if (newEmail === null) throw new Error('a token of CHANGE_EMAIL has the new address');
  const { id: userId, email: previousEmail } = account;
  const verified = { userId, email: newEmail };
  return {
    next: changed(account, { email: newEmail, emailVerified: true }),
    events: [
      { type: 'user.email_verified.v1', subject: userId, data: verified },
      { type: 'user.email_changed.v1', subject: userId, data: { ...verified, previousEmail } },
    ],
    invalidates: mailTokenPurposes,
  };
}
