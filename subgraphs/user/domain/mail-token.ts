/** What the secret in an e-mail permits. */
export const mailTokenPurposes = ['VERIFY_EMAIL', 'RESET_PASSWORD', 'CHANGE_EMAIL'] as const;
export type MailTokenPurpose = (typeof mailTokenPurposes)[number];

/** Purposes that lead to the account. A new password invalidates such tokens, which an attacker may have requested. */
export const takeoverPurposes: readonly MailTokenPurpose[] = ['RESET_PASSWORD', 'CHANGE_EMAIL'];

/** A secret that was sent by e-mail, in the form that is stored. Valid once, until `expiresAt`. */
export type MailToken = {
  readonly hash: string;
  readonly purpose: MailTokenPurpose;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** The address that the account gets; null unless the purpose is CHANGE_EMAIL. */
  readonly newEmail: string | null;
};

const minuteMs = 60_000;

/**
 * How long a link is valid. A reset link opens the account, so it is short (OWASP Forgot Password Cheat Sheet:
 * single use, expires after an appropriate period), and so is the link of a new address, which may be misspelt and
 * belong to someone else; a verification code by mail may be valid for 24 hours (NIST SP 800-63A, section 4.4.1.6).
 */
export const lifetimeMs: Readonly<Record<MailTokenPurpose, number>> = {
  VERIFY_EMAIL: 24 * 60 * minuteMs,
  RESET_PASSWORD: 30 * minuteMs,
  CHANGE_EMAIL: 30 * minuteMs,
};

/** At most this number of e-mails of one purpose within the window, so that no mailbox is flooded. */
export const maxMailsInWindow = 3;
export const mailWindowMs = 60 * minuteMs;
