import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@shop/service';
import nodemailer from 'nodemailer';
import type { Mailer } from '../domain/ports.ts';

/** Writes mails as .eml files into a folder, for development: no carrier is needed. */
export async function createMailbox(folder: string, from: string, log: Log): Promise<Mailer> {
  await mkdir(folder, { recursive: true });
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true }, { from });
  return {
    async send(mail, messageId) {
      const { message } = await composer.sendMail({ ...mail, messageId: `<${messageId}@shop>` });
      const file = join(folder, `${messageId}.eml`);
      // Under its name it is always whole.
      await writeFile(`${file}.part`, message as Buffer);
      await rename(`${file}.part`, file);
      log.info({ to: mail.to, subject: mail.subject, file }, 'mail written');
    },
  };
}
