import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import type { Channel } from '../domain/message.ts';

/** One message of the mailbox folder, as it is shown. */
export type Letter = {
  readonly id: string;
  readonly channel: Channel;
  readonly to: string;
  readonly subject: string;
  readonly time: Date;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly text: string;
  readonly html: string | undefined;
  /** The file as it is. */
  readonly raw: Buffer;
};

/** More than anybody reads through; each of them is parsed anew for the list. */
export const listed = 200;

/** No slash, no `..`: what it names lies in the folder. */
const goodId = /^[\w-]{1,80}(\.[\w-]{1,80}){0,3}$/;
const fileName = /^(.+)\.(eml|json)$/;

async function parseMail(id: string, raw: Buffer, written: Date): Promise<Letter> {
  const mail = await PostalMime.parse(raw);
  return {
    id,
    channel: 'EMAIL',
    to: (mail.to ?? []).map(({ address }) => address ?? '').join(', '),
    subject: mail.subject ?? '',
    time: written,
    headers: mail.headers.map(({ originalKey, value }) => [originalKey, value] as const),
    text: mail.text ?? '',
    html: mail.html,
    raw,
  };
}

function parseSms(id: string, raw: Buffer, written: Date): Letter {
  const sms = JSON.parse(raw.toString()) as Readonly<Record<string, unknown>>;
  const value = (name: string) => String(sms[name] ?? '');
  return {
    id,
    channel: 'SMS',
    to: value('to'),
    subject: value('text'),
    time: written,
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

/** The message with this id; `undefined` when there is none, whatever the id looks like. */
export async function readLetter(folder: string, id: string): Promise<Letter | undefined> {
  if (!goodId.test(id)) return undefined;
  for (const [type, parse] of [
    ['eml', parseMail],
    ['json', parseSms],
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

export type Letters = { readonly newest: readonly Letter[]; readonly total: number };

/** The newest messages first, and how many there are. */
export async function readLetters(folder: string): Promise<Letters> {
  const ids = (await readdir(folder)).flatMap((name) => {
    const id = fileName.exec(name)?.[1];
    return id === undefined ? [] : [{ id, name }];
  });
  const files = await Promise.all(
    ids.map(async ({ id, name }) => {
      const found = await stat(join(folder, name)).catch(() => undefined);
      return { id, time: found?.mtimeMs ?? 0 };
    }),
  );
  const newest = files.sort((a, b) => b.time - a.time).slice(0, listed);
  const letters = await Promise.all(newest.map(({ id }) => readLetter(folder, id)));
  return { newest: letters.filter((letter) => letter !== undefined), total: files.length };
}
