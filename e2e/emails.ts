import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '@shop/testing';
import PostalMime, { type Email } from 'postal-mime';
import { shop } from './shop.ts';

async function emailsTo(address: string): Promise<Email[]> {
  const { mailbox } = shop;
  const files = (await readdir(mailbox)).filter((file) => file.endsWith('.eml'));
  const emails = await Promise.all(
    files.map(async (file) => PostalMime.parse(await readFile(join(mailbox, file)))),
  );
  return emails.filter(({ to }) => to?.some((recipient) => recipient.address === address));
}

/** Waits for the e-mail with this subject to this address. Throws when there are several. */
export const untilEmail = (address: string, subject: RegExp): Promise<Email> =>
  until(`an e-mail ${subject} to ${address}`, async () => {
    const emails = (await emailsTo(address)).filter((email) => subject.test(email.subject ?? ''));
    if (emails.length > 1) throw new Error(`${emails.length} e-mails ${subject} to ${address}`);
    return emails[0];
  });

/** Waits for an e-mail, and returns the link in it. */
export async function linkIn(address: string, subject: RegExp): Promise<string> {
  const { text = '' } = await untilEmail(address, subject);
  return /http:\/\/\S+/.exec(text)?.[0] ?? '';
}
