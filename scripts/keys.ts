import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

type Key = { readonly kid: string; readonly [part: string]: unknown };
export type KeySet = { readonly keys: readonly Key[] };

export type Keys = {
  /** Signs access tokens (user subgraph). */
  readonly access: KeySet;
  /** Signs internal tokens (gateway). */
  readonly internal: KeySet;
};

/** A new ES256 key pair as a JWK Set with one private key. */
function newKeySet(): KeySet {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'ES256' }] };
}

export const newKeys = (): Keys => ({ access: newKeySet(), internal: newKeySet() });

/** The same keys without their private parts. */
export const publicPart = ({ keys }: KeySet): KeySet => ({
  keys: keys.map(({ d: _, ...key }) => key as Key),
});

/** The keys in a file, created on the first call and readable by their owner only. */
export async function readOrCreateKeys(file: string): Promise<Keys> {
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Keys;
  const keys = newKeys();
  await mkdir(dirname(file), { recursive: true });
  // Renamed when complete: half a file would keep the shop from ever starting again.
  await writeFile(`${file}.new`, JSON.stringify(keys), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return keys;
}

/** The variables that carry the keys, for a process or an env file. */
export const keyVariables = ({ access, internal }: Keys) => ({
  ACCESS_TOKEN_PRIVATE_KEYS: JSON.stringify(access),
  INTERNAL_TOKEN_PRIVATE_KEYS: JSON.stringify(internal),
  INTERNAL_TOKEN_PUBLIC_KEYS: JSON.stringify(publicPart(internal)),
});
