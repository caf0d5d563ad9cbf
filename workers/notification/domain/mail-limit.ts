/** Whose e-mails an hourly limit counts: those about orders, or those about an account or that a client requested. */
export type MailPurpose = 'ORDER' | 'ACCOUNT';

/** E-mails an hour to one mailbox; 0 switches a limit off. */
export type MailLimits = Readonly<Record<MailPurpose, number>> & {
  /** Of order e-mails to a mailbox that no account has verified: any client may have entered its address. */
  readonly UNVERIFIED_ORDER: number;
};

/** The mailboxes that proved to be their account's. */
export type VerifiedMailboxes = {
  /** Adds the mailbox of an address; once is enough. */
  add(address: string): Promise<void>;
};

/** E-mails of one group to one mailbox count together. */
export type MailGroup = {
  readonly purpose: MailPurpose;
  readonly mailbox: string;
  readonly group: string;
};

/**
 * Returns what an e-mail counts as. All order e-mails of a mailbox are one group. Each account e-mail is a group of
 * its own, so that requests for a new password cannot crowd out the news that the password was changed.
 */
export const mailGroupOf = (
  purpose: MailPurpose,
  template: string,
  address: string,
): MailGroup => ({
  purpose,
  mailbox: mailboxOf(address),
  group: purpose === 'ORDER' ? 'order' : template,
});

/** Domains that ignore dots in the local part. */
const gmail = /^(gmail|googlemail)\.com$/;

/**
 * Returns the canonical form of an address: many spellings reach one mailbox. Lower case, without the tag behind
 * `+` (RFC 5233), for Gmail without dots. To count by, never to send to.
 */
export function mailboxOf(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address
    .slice(at + 1)
    .trim()
    .toLowerCase();
  const local = address.slice(0, at).trim().toLowerCase();
  const untagged = local.replace(/(?<=.)\+.*$/, '');
  return gmail.test(domain) ? `${untagged.replaceAll('.', '')}@gmail.com` : `${untagged}@${domain}`;
}
