import { mailboxOf } from '@shop/notification/mailbox';
import { type Check, repair } from '../check.ts';

type Email = { readonly email: string };

/** Every verified e-mail address of an account is verified for notification, which limits e-mails by it. */
export const verifiedMailboxes: Check = {
  name: 'notification.verified_mailboxes',
  rule: 'The mailbox of every verified account is verified for notification.',
  async *find({ database }) {
    const known = new Set<string>();
    const stored = database('notification').rows<{ mailbox: string }>(
      'SELECT mailbox FROM verified_mailboxes',
    );
    for await (const { mailbox } of stored) known.add(mailbox);
    const accounts = database('user').rows<Email>(
      'SELECT email FROM users WHERE email_verified ORDER BY id',
    );
    for await (const { email } of accounts) {
      if (known.has(mailboxOf(email))) continue;
      yield {
        subject: email,
        fault: `${email} is verified, its mailbox is not for notification.`,
        repair: repair('verify-mailbox', email),
      };
    }
  },
};
