import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessClaims } from '@shop/schema';
import { expect, test } from 'vitest';
import { newAccessToken } from './access-token.ts';
import { keyVariables, newKeys, publicPart, readOrCreateKeys } from './keys.ts';

test('keys are made once, readable by their owner only', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shop-keys-'));
  const file = join(folder, 'keys.json');
  const first = await readOrCreateKeys(file);
  expect(await readOrCreateKeys(file)).toEqual(first);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toContain('"kid"');
  await rm(folder, { recursive: true });
});

test('a file of an older version keeps its keys and gets the kind that is missing', async () => {
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

test('the secret of webhooks stands in a list with commas, and is long enough', () => {
  expect(keyVariables(newKeys()).PAYMENT_WEBHOOK_SECRETS).toMatch(/^[\w-]{43}$/);
});

test('what subgraphs get has no private parts', () => {
  const { INTERNAL_TOKEN_PUBLIC_KEYS, INTERNAL_TOKEN_PRIVATE_KEYS } = keyVariables(newKeys());
  expect(JSON.parse(INTERNAL_TOKEN_PRIVATE_KEYS).keys[0].d).toBeDefined();
  expect(JSON.parse(INTERNAL_TOKEN_PUBLIC_KEYS).keys[0].d).toBeUndefined();
});

test('a token for trying things is signed and says what its role may do', () => {
  const { access } = newKeys();
  const [header = '', payload = '', signature = ''] = newAccessToken(access, 'STAFF').split('.');
  const [key] = publicPart(access).keys;
  const publicKey = createPublicKey({ format: 'jwk', key: key as JsonWebKey });
  const checked = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  expect(checked).toBe(true);
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  expect(accessClaims.parse(claims)).toMatchObject({
    roles: ['STAFF'],
    gen: 0,
    scope: 'catalog:write inventory:read inventory:write orders:read orders:write',
  });
});
