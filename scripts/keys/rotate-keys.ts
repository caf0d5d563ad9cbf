import { readFile, rename, writeFile } from 'node:fs/promises';
import { type KeySet, newKeySet, publicPart } from './keys.ts';

/** The steps of a key rotation, in order. */
export type Step = 'publish' | 'sign' | 'retire';

type Key = KeySet['keys'][number];
const createdAt = (key: Key | undefined): string => String(key?.['created'] ?? '');

/**
 * Takes a key set one step further: one key gets a second, which is only published; a newer second key
 * becomes the first, which signs; a newer first key stays alone. Throws when it is not known which key is the
 * newer one.
 */
export function rotateKeySet({ keys }: KeySet, now = new Date()): { step: Step; set: KeySet } {
  const [first, second, ...more] = keys;
  if (!first || more.length > 0) throw new Error(`A set of ${keys.length} keys cannot be rotated.`);
  if (!second) {
    const added = newKeySet().keys.map((key) => ({ ...key, created: now.toISOString() }));
    return { step: 'publish', set: { keys: [first, ...added] } };
  }
  if (createdAt(first) === createdAt(second)) {
    throw new Error(
      'The newer key cannot be determined: the keys have the same `created`, or none.',
    );
  }
  return createdAt(second) > createdAt(first)
    ? { step: 'sign', set: { keys: [second, first] } }
    : { step: 'retire', set: { keys: [first] } };
}

/** Takes both key sets of an env file one step further. Throws when they are not at the same step. */
export function rotateText(text: string, now = new Date()): { step: Step; text: string } {
  const access = rotateKeySet(readKeySet(text, 'ACCESS_TOKEN_PRIVATE_KEYS'), now);
  const internal = rotateKeySet(readKeySet(text, 'INTERNAL_TOKEN_PRIVATE_KEYS'), now);
  if (access.step !== internal.step) {
    throw new Error(
      `The next step of access keys is ${access.step}, of internal keys ${internal.step}.`,
    );
  }
  const values = {
    ACCESS_TOKEN_PRIVATE_KEYS: access.set,
    INTERNAL_TOKEN_PRIVATE_KEYS: internal.set,
    INTERNAL_TOKEN_PUBLIC_KEYS: publicPart(internal.set),
  };
  readKeySet(text, 'INTERNAL_TOKEN_PUBLIC_KEYS');
  const changed = Object.entries(values).reduce(
    (lines, [name, set]) => lines.replace(lineOf(name), () => `${name}='${JSON.stringify(set)}'`),
    text,
  );
  return { step: access.step, text: changed };
}

/** Rotates the keys of an env file, which is replaced as a whole and which only its owner may read. */
export async function rotateFile(file: string): Promise<Step> {
  const { step, text } = rotateText(await readFile(file, 'utf8'));
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return step;
}

const lineOf = (name: string) => new RegExp(`^${name}=(['"]?)(.*)\\1$`, 'gm');

function readKeySet(text: string, name: string): KeySet {
  const [line, ...more] = text.matchAll(lineOf(name));
  if (!line || more.length > 0) throw new Error(`The file must contain ${name} exactly once.`);
  return JSON.parse(line[2] ?? '') as KeySet;
}

/** What an operator has to do after each step. */
export const nextActions: Readonly<Record<Step, string>> = {
  publish:
    'The next keys are published. Restart the subgraphs and the gateway, in any order; then wait 5 minutes, until every gateway has read them.',
  sign: 'The next keys sign. Restart the user subgraph and the gateway; then wait 16 minutes, until the last token that the old keys signed has expired.',
  retire:
    'The old keys are deleted. Restart the subgraphs and the gateway. The rotation is complete.',
};
