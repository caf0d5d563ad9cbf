/** What the secret in a mail is good for. */
export type MailTokenPurpose = 'VERIFY_EMAIL' | 'RESET_PASSWORD';

/** A secret that was sent by mail, as it may be stored. Good once, until `expiresAt`. */
export type MailToken = {
  readonly hash: string;
  readonly purpose: MailTokenPurpose;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

const minuteMs = 60_000;

/**
 * How long a link is good. A reset link opens the account, so it is short (OWASP Forgot Password Cheat
 * Sheet: single use, expires after an appropriate period); a verification code by mail may live 24 hours
 * (NIST SP 800-63A, section 4.4.1.6).
 */
export const lifeMs: Readonly<Record<MailTokenPurpose, number>> = {
  VERIFY_EMAIL: 24 * 60 * minuteMs,
  RESET_PASSWORD: 30 * minuteMs,
};

/** Nobody's mailbox is flooded: so many mails of a purpose in so long a time, then none. */
export const maxMails = 3;
export const mailsWithinMs = 60 * minuteMs;
