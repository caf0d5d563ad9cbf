import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@shop/service';
import nodemailer from 'nodemailer';
import type { Channels } from '../domain/ports.ts';
import { toMimeMessage } from './mime-message.ts';

/**
 * Writes messages to the folder of the development mailbox instead of sending them: an e-mail to
 * `<id>.eml`, a text message to `<id>.json`.
 */
export async function createFileChannels(
  folder: string,
  from: string,
  log: Log,
): Promise<Channels> {
  // Links in e-mails open accounts: for the owner of the process only.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true }, { from });
  const write = async (name: string, content: string | Buffer) => {
    const file = join(folder, name);
    // Renamed when complete: readers never see half a file under its name.
    await writeFile(`${file}.part`, content);
    await rename(`${file}.part`, file);
    log.info({ file }, 'message written');
  };
  return {
    EMAIL: {
      async send(email, envelope) {
        const { message } = await composer.sendMail(toMimeMessage(email, envelope));
        await write(`${envelope.messageId}.eml`, message as Buffer);
      },
    },
    SMS: {
      async send({ to, text }, { messageId, correlationId }) {
        const content = { to, text, correlationId, time: new Date().toISOString() };
        await write(`${messageId}.json`, JSON.stringify(content, null, 2));
      },
    },
  };
}
