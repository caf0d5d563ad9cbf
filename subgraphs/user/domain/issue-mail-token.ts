import type { KeyObject } from 'node:crypto';
import { newSecret } from '@shop/domain';
import { sealToken } from '@shop/schema';
import { lifeMs, type MailTokenPurpose, mailsWithinMs, maxMails } from './mail-token.ts';
import type { AccountChange, MailTokenStore } from './ports.ts';
import type { Account } from './user.ts';

export type MailTokens = {
  readonly mailTokens: MailTokenStore;
  /** Seals tokens on their way to the mail (see sealed-token.ts in schema). */
  readonly mailTokenKey: KeyObject;
};

const typeOf = {
  VERIFY_EMAIL: 'user.email_verification_requested.v1',
  RESET_PASSWORD: 'user.password_reset_requested.v1',
} as const;

/** A new mail token and the event that asks for its mail; the secret itself is in neither in clear. */
export function newMailToken(
  key: KeyObject,
  { id: userId, email, displayName }: Account,
  purpose: MailTokenPurpose,
  now: Date,
): Required<Pick<AccountChange, 'mailToken' | 'events'>> {
  const { secret, hash } = newSecret();
  const type = typeOf[purpose];
  const expiresAt = new Date(now.getTime() + lifeMs[purpose]);
  const sealedToken = sealToken(key, secret, { type, userId });
  const data = { userId, email, displayName, sealedToken, expiresAt: expiresAt.toISOString() };
  return {
    mailToken: { hash, purpose, createdAt: now, expiresAt },
    events: [{ type, subject: userId, data }],
  };
}

/** Sends a token by mail, unless the account got enough of them lately or `wanted` says no. */
export const issueMailToken = (
  { mailTokens, mailTokenKey }: MailTokens,
  userId: string,
  purpose: MailTokenPurpose,
  now: Date,
  wanted: (account: Account) => boolean = () => true,
): Promise<void> =>
  mailTokens.issue(userId, purpose, new Date(now.getTime() - mailsWithinMs), (account, recent) =>
    recent < maxMails && wanted(account)
      ? { next: account, ...newMailToken(mailTokenKey, account, purpose, now) }
      : { next: account, events: [] },
  );
