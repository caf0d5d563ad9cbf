import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessClaims } from '@shop/schema';
import { expect, test } from 'vitest';
import { newAccessToken } from './access-token.ts';
import { keyVariables, newKeys, publicPart, readOrCreateKeys } from './keys.ts';

test('keys are created once, in a file that only its owner may read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shop-keys-'));
  const file = join(folder, 'keys.json');
  const first = await readOrCreateKeys(file);
  expect(await readOrCreateKeys(file)).toEqual(first);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toContain('"kid"');
  await rm(folder, { recursive: true });
});

test('a key file of an older version keeps its keys and gets the kinds that are missing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shop-keys-'));
  const file = join(folder, 'keys.json');
  const { mail: _, ...older } = newKeys();
  await writeFile(file, JSON.stringify(older));
  const keys = await readOrCreateKeys(file);
  expect(keys).toMatchObject(older);
  expect(Buffer.from(keys.mail, 'base64')).toHaveLength(32);
  expect(await readOrCreateKeys(file)).toEqual(keys);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await rm(folder, { recursive: true });
});

test('the webhook secret fits into a list with commas and has 32 bytes', () => {
  expect(keyVariables(newKeys()).PAYMENT_WEBHOOK_SECRETS).toMatch(/^[\w-]{43}$/);
});

test('the internal keys of subgraphs have no private parts', () => {
  const { INTERNAL_TOKEN_PUBLIC_KEYS, INTERNAL_TOKEN_PRIVATE_KEYS } = keyVariables(newKeys());
  expect(JSON.parse(INTERNAL_TOKEN_PRIVATE_KEYS).keys[0].d).toBeDefined();
  expect(JSON.parse(INTERNAL_TOKEN_PUBLIC_KEYS).keys[0].d).toBeUndefined();
});

test('a development token is signed and carries the claims of its role', () => {
  const { access } = newKeys();
  const [header = '', payload = '', signature = ''] = newAccessToken(access, 'STAFF').split('.');
  const [key] = publicPart(access).keys;
  const publicKey = createPublicKey({ format: 'jwk', key: key as JsonWebKey });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  expect(isSigned).toBe(true);
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  expect(accessClaims.parse(claims)).toMatchObject({
    roles: ['STAFF'],
    gen: 0,
    scope:
      'catalog:write inventory:read inventory:write orders:read orders:write pricing:write users:read webhooks:write',
  });
});
