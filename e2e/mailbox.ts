import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '@shop/testing';
import PostalMime, { type Email } from 'postal-mime';
import { inject } from 'vitest';

async function mailsTo(address: string): Promise<Email[]> {
  const { mailbox } = inject('shop');
  const files = (await readdir(mailbox)).filter((file) => file.endsWith('.eml'));
  const mails = await Promise.all(
    files.map(async (file) => PostalMime.parse(await readFile(join(mailbox, file)))),
  );
  return mails.filter(({ to }) => to?.some((one) => one.address === address));
}

/** The one mail with this subject to this address, once it has come. */
export const mailTo = (address: string, subject: RegExp): Promise<Email> =>
  until(`a mail ${subject} to ${address}`, async () => {
    const mails = (await mailsTo(address)).filter((mail) => subject.test(mail.subject ?? ''));
    if (mails.length > 1) throw new Error(`${mails.length} mails ${subject} to ${address}`);
    return mails[0];
  });
