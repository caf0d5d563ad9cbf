import type { KeyObject } from 'node:crypto';
import { newSecret } from '@shop/domain';
import { sealToken } from '@shop/schema';
import { lifetimeMs, type MailTokenPurpose, mailWindowMs, maxMailsInWindow } from './mail-token.ts';
import type { AccountChange, MailTokenStore } from './ports.ts';
import type { Account } from './user.ts';

export type MailTokens = {
  readonly mailTokens: MailTokenStore;
  /** Encrypts tokens in events (see sealed-token.ts in schema). */
  readonly mailTokenKey: KeyObject;
};

const eventTypes = {
  VERIFY_EMAIL: 'user.email_verification_requested.v1',
  RESET_PASSWORD: 'user.password_reset_requested.v1',
  CHANGE_EMAIL: 'user.email_change_requested.v1',
} as const;

/** Returns a new mail token and the event that requests its e-mail. Neither contains the secret in clear text. */
export function newMailToken(
  key: KeyObject,
  { id: userId, email: currentEmail, displayName }: Account,
  purpose: MailTokenPurpose,
  now: Date,
  newEmail: string | null = null,
): Required<Pick<AccountChange, 'mailToken' | 'events'>> {
  const { secret, hash } = newSecret();
  const type = eventTypes[purpose];
  const expiresAt = new Date(now.getTime() + lifetimeMs[purpose]);
  const sealedToken = sealToken(key, secret, { type, subject: userId });
  const email = newEmail ?? currentEmail;
  const data = { userId, email, displayName, sealedToken, expiresAt: expiresAt.toISOString() };
  return {
    mailToken: { hash, purpose, createdAt: now, expiresAt, newEmail },
    events: [{ type, subject: userId, data }],
  };
}

/**
 * Sends a token by e-mail, to the address of the account or to its new address, unless the account has requested the
 * maximum number lately or does not need one.
 */
export const issueMailToken = (
  { mailTokens, mailTokenKey }: MailTokens,
  userId: string,
  purpose: MailTokenPurpose,
  now: Date,
  isNeeded: (account: Account) => boolean = () => true,
  newEmail: string | null = null,
): Promise<void> =>
  mailTokens.issue(userId, purpose, new Date(now.getTime() - mailWindowMs), (account, recent) =>
    recent < maxMailsInWindow && isNeeded(account)
      ? { next: account, ...newMailToken(mailTokenKey, account, purpose, now, newEmail) }
      : { next: account, events: [] },
  );
