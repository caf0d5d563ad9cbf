import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@shop/service';
import nodemailer from 'nodemailer';
import type { Carriers } from '../domain/ports.ts';
import { letterOf } from './letter.ts';

/**
 * Writes messages into a folder, for development: no carrier is needed. A mail is `<id>.eml`, a text
 * message `<id>.json`.
 */
export async function createMailbox(folder: string, from: string, log: Log): Promise<Carriers> {
  await mkdir(folder, { recursive: true });
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true }, { from });
  const write = async (name: string, content: string | Buffer) => {
    const file = join(folder, name);
    // Under its name it is always whole.
    await writeFile(`${file}.part`, content);
    await rename(`${file}.part`, file);
    log.info({ file }, 'message written');
  };
  return {
    EMAIL: {
      async send(mail, label) {
        const { message } = await composer.sendMail(letterOf(mail, label));
        await write(`${label.messageId}.eml`, message as Buffer);
      },
    },
    SMS: {
      async send({ to, text }, { messageId, correlationId }) {
        const sms = { to, text, correlationId, time: new Date().toISOString() };
        await write(`${messageId}.json`, JSON.stringify(sms, null, 2));
      },
    },
  };
}
