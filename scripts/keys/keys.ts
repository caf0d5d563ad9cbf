import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { privateMode } from '../private-folder.ts';

type Key = { readonly kid: string; readonly [part: string]: unknown };
export type KeySet = { readonly keys: readonly Key[] };

export type Keys = {
  /** Signs access tokens (user subgraph). */
  readonly access: KeySet;
  /** Signs internal tokens (gateway). */
  readonly internal: KeySet;
  /** Encrypts the tokens of e-mails in events (user subgraph, notification worker): 32 bytes as base64. */
  readonly mail: string;
  /** Signs webhooks of the payment provider (order subgraph): 32 bytes as base64url. */
  readonly webhook: string;
  /** Encrypts the secrets of webhook endpoints (webhook subgraph and its worker): 32 bytes as base64. */
  readonly webhookSecrets: string;
};

/** Returns a new ES256 key pair as a JWK Set with one private key. */
export function newKeySet(): KeySet {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'ES256' }] };
}

export const newKeys = (): Keys => ({
  access: newKeySet(),
  internal: newKeySet(),
  mail: randomBytes(32).toString('base64'),
  webhook: randomBytes(32).toString('base64url'),
  webhookSecrets: randomBytes(32).toString('base64'),
});

/** Returns the keys without their private parts. */
export const publicPart = ({ keys }: KeySet): KeySet => ({
  keys: keys.map(({ d: _, ...key }) => key as Key),
});

/**
 * Reads the keys in a file that only its owner may read. Creates missing ones: all at the first call, later
 * the kinds that an older version did not have.
 */
export async function readOrCreateKeys(file: string): Promise<Keys> {
  const known: Partial<Keys> = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {};
  const keys = { ...newKeys(), ...known };
  if (Object.keys(keys).every((kind) => Object.hasOwn(known, kind))) return keys;
  await mkdir(dirname(file), { recursive: true, mode: privateMode });
  // Renamed when complete: the shop could never start with half a file.
  await writeFile(`${file}.new`, JSON.stringify(keys), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return keys;
}

/** Returns the variables that carry the keys, for a process or an env file. */
export const keyVariables = ({ access, internal, mail, webhook, webhookSecrets }: Keys) => ({
  ACCESS_TOKEN_PRIVATE_KEYS: JSON.stringify(access),
  INTERNAL_TOKEN_PRIVATE_KEYS: JSON.stringify(internal),
  INTERNAL_TOKEN_PUBLIC_KEYS: JSON.stringify(publicPart(internal)),
  MAIL_TOKEN_KEY: mail,
  PAYMENT_WEBHOOK_SECRETS: webhook,
  WEBHOOK_SECRET_KEY: webhookSecrets,
});
