import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { root } from '../root.ts';
import { type KeySet, keyVariables, newKeys, publicPart } from './keys.ts';
import { passwordVariables } from './passwords.ts';

/** Returns new keys and passwords by variable. */
export const newSecrets = (): Record<string, string> => ({
  ...keyVariables(newKeys()),
  ...passwordVariables(),
});

/** A line that docker compose and Node read alike: nothing is replaced within single quotes. */
export const envLine = (name: string, value: string): string => `${name}='${value}'`;

/**
 * Returns the text of an env file with a new secret for each variable that is missing or empty, and their names.
 * Others stay as they are.
 */
export function fillSecrets(text: string): { text: string; names: string[] } {
  const present = parseEnv(text);
  const secrets = newSecrets();
  const privateKeys = present['INTERNAL_TOKEN_PRIVATE_KEYS'];
  if (privateKeys) {
    secrets['INTERNAL_TOKEN_PUBLIC_KEYS'] = JSON.stringify(
      publicPart(JSON.parse(privateKeys) as KeySet),
    );
  } else if (present['INTERNAL_TOKEN_PUBLIC_KEYS']) {
    throw new Error('INTERNAL_TOKEN_PRIVATE_KEYS is missing for INTERNAL_TOKEN_PUBLIC_KEYS.');
  }
  const names = Object.keys(secrets).filter((name) => !present[name]);
  const filled = names.reduce((lines, name) => {
    const line = envLine(name, secrets[name] ?? '');
    const empty = new RegExp(`^${name}=(?:''|"")?[ \\t]*$`, 'm');
    if (empty.test(lines)) return lines.replace(empty, () => line);
    return `${lines}${lines === '' || lines.endsWith('\n') ? '' : '\n'}${line}\n`;
  }, text);
  return { text: filled, names };
}

/**
 * Fills the secrets of an env file, or of a copy of .env.example when there is none. The file is replaced as a
 * whole, and only its owner may read it.
 */
export async function fillEnvFile(file: string): Promise<string[]> {
  const source = existsSync(file) ? file : join(root, '.env.example');
  const { text, names } = fillSecrets(await readFile(source, 'utf8'));
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return names;
}
