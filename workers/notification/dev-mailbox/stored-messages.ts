import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import type { Channel } from '../domain/delivery.ts';

/** A message in the mailbox folder, parsed for display. */
export type StoredMessage = {
  readonly id: string;
  readonly channel: Channel;
  readonly to: string;
  readonly subject: string;
  readonly time: Date;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly text: string;
  readonly html: string | undefined;
  /** The file as it was written. */
  readonly raw: Buffer;
};

/** Enough for development; the list parses each of them on every request. */
export const maxListed = 200;

/** Without a slash or `..`, so that every id names a file of the folder. */
const validId = /^[\w-]{1,80}(\.[\w-]{1,80}){0,3}$/;
const fileName = /^(.+)\.(eml|json)$/;

async function parseEmail(id: string, raw: Buffer, time: Date): Promise<StoredMessage> {
  const email = await PostalMime.parse(raw);
  return {
    id,
    channel: 'EMAIL',
    to: (email.to ?? []).map(({ address }) => address ?? '').join(', '),
    subject: email.subject ?? '',
    time,
    headers: email.headers.map(({ originalKey, value }) => [originalKey, value] as const),
    text: email.text ?? '',
    html: email.html,
    raw,
  };
}

function parseTextMessage(id: string, raw: Buffer, time: Date): StoredMessage {
  const content = JSON.parse(raw.toString()) as Readonly<Record<string, unknown>>;
  const value = (name: string) => String(content[name] ?? '');
  return {
    id,
    channel: 'SMS',
    to: value('to'),
    subject: value('text'),
    time,
    headers: [
      ['To', value('to')],
      ['X-Correlation-ID', value('correlationId')],
    ],
    text: value('text'),
    html: undefined,
    raw,
  };
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Reads the message with this id; `undefined` when it does not exist or the id is invalid. */
export async function readMessage(folder: string, id: string): Promise<StoredMessage | undefined> {
  if (!validId.test(id)) return undefined;
  for (const [type, parse] of [
    ['eml', parseEmail],
    ['json', parseTextMessage],
  ] as const) {
    try {
      const file = join(folder, `${id}.${type}`);
      const [raw, { mtime }] = await Promise.all([readFile(file), stat(file)]);
      return await parse(id, raw, mtime);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return undefined;
}

export type MessageList = { readonly newest: readonly StoredMessage[]; readonly total: number };

/** Reads the newest messages, newest first, and counts all. */
export async function listMessages(folder: string): Promise<MessageList> {
  const files = (await readdir(folder)).flatMap((name) => {
    const id = fileName.exec(name)?.[1];
    return id === undefined ? [] : [{ id, name }];
  });
  const dated = await Promise.all(
    files.map(async ({ id, name }) => {
      const found = await stat(join(folder, name)).catch(() => undefined);
      return { id, time: found?.mtimeMs ?? 0 };
    }),
  );
  const newest = dated.sort((a, b) => b.time - a.time).slice(0, maxListed);
  const messages = await Promise.all(newest.map(({ id }) => readMessage(folder, id)));
  return { newest: messages.filter((message) => message !== undefined), total: dated.length };
}
