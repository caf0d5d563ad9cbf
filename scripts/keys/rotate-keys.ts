import { readFile, rename, writeFile } from 'node:fs/promises';
import { type KeySet, newKeySet, publicPart } from './keys.ts';

/** The steps of a rotation, in order. */
export type Step = 'publish' | 'sign' | 'retire';

type Key = KeySet['keys'][number];
const createdAt = (key: Key | undefined): string => String(key?.['created'] ?? '');

/**
 * The next step of a set, by what is in it: one key gets a second that is only published, a newer
 * second one becomes the first, which signs, and a newer first one stays alone. Throws when nobody can
 * tell which key is the newer one.
 */
export function rotated({ keys }: KeySet, now = new Date()): { step: Step; set: KeySet } {
  const [first, second, ...more] = keys;
  if (!first || more.length > 0)
    throw new Error(`a set of ${keys.length} keys is not ours to rotate`);
  if (!second) {
    const added = newKeySet().keys.map((key) => ({ ...key, created: now.toISOString() }));
    return { step: 'publish', set: { keys: [first, ...added] } };
  }
  if (createdAt(first) === createdAt(second)) {
    throw new Error('which key is the newer one? Neither says when it was `created`');
  }
  return createdAt(second) > createdAt(first)
    ? { step: 'sign', set: { keys: [second, first] } }
    : { step: 'retire', set: { keys: [first] } };
}

/** Takes both key pairs of an env file one step further. Throws when they are not at the same step. */
export function rotateText(text: string, now = new Date()): { step: Step; text: string } {
  const access = rotated(read(text, 'ACCESS_TOKEN_PRIVATE_KEYS'), now);
  const internal = rotated(read(text, 'INTERNAL_TOKEN_PRIVATE_KEYS'), now);
  if (access.step !== internal.step) {
    throw new Error(`access keys are to ${access.step}, internal keys to ${internal.step}`);
  }
  const values = {
    ACCESS_TOKEN_PRIVATE_KEYS: access.set,
    INTERNAL_TOKEN_PRIVATE_KEYS: internal.set,
    INTERNAL_TOKEN_PUBLIC_KEYS: publicPart(internal.set),
  };
  read(text, 'INTERNAL_TOKEN_PUBLIC_KEYS');
  const changed = Object.entries(values).reduce(
    (lines, [name, set]) => lines.replace(lineOf(name), () => `${name}='${JSON.stringify(set)}'`),
    text,
  );
  return { step: access.step, text: changed };
}

/** The same in a file, which is replaced at once and stays readable by its owner only. */
export async function rotateFile(file: string): Promise<Step> {
  const { step, text } = rotateText(await readFile(file, 'utf8'));
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return step;
}

const lineOf = (name: string) => new RegExp(`^${name}=(['"]?)(.*)\\1$`, 'gm');

function read(text: string, name: string): KeySet {
  const [line, ...more] = text.matchAll(lineOf(name));
  if (!line || more.length > 0) throw new Error(`${name} must stand in the file exactly once`);
  return JSON.parse(line[2] ?? '') as KeySet;
}

/** What an operator does after a step, before the next one. */
export const afterwards: Readonly<Record<Step, string>> = {
  publish:
    'The next keys are published. Restart the subgraphs and the gateway, in any order; then wait 5 minutes, until every gateway has read them.',
  sign: 'The next keys sign. Restart the user subgraph and the gateway; then wait 16 minutes, until the last token of the old ones has ended.',
  retire: 'The old keys are gone. Restart the subgraphs and the gateway. The rotation is complete.',
};
