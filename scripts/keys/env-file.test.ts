import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { fillEnvFile, fillSecrets, newSecrets } from './env-file.ts';

/** A line that docker compose takes literally: a name, and a value within single quotes. */
const literalLine = /^[A-Z_]+='[^'\n]+'$/;

test('the printed lines are an env file with every key and password', () => {
  const program = fileURLToPath(new URL('new-keys.ts', import.meta.url));
  const output = execFileSync(process.execPath, ['--import', 'tsx', program], { encoding: 'utf8' });
  for (const line of output.trim().split('\n')) expect(line).toMatch(literalLine);
  const values = parseEnv(output);
  expect(Object.keys(values).sort()).toEqual(Object.keys(newSecrets()).sort());
  expect(JSON.parse(values['ACCESS_TOKEN_PRIVATE_KEYS'] ?? '').keys).toHaveLength(1);
  expect(values['POSTGRES_PASSWORD']).toMatch(/^[0-9a-f]{48}$/);
});

test('missing and empty secrets are filled, and every other line stays as it is', () => {
  const text = "# mine\nREDIS_PASSWORD=\nPOSTGRES_PASSWORD=own\nMAIL_TOKEN_KEY=''\nLOG_LEVEL=info";
  const { text: filled, names } = fillSecrets(text);
  const values = parseEnv(filled);
  expect(values).toMatchObject({ POSTGRES_PASSWORD: 'own', LOG_LEVEL: 'info' });
  for (const name of Object.keys(newSecrets()))
    expect([name, values[name]]).not.toEqual([name, '']);
  expect(filled.startsWith("# mine\nREDIS_PASSWORD='")).toBe(true);
  expect(filled.match(/^REDIS_PASSWORD=/gm)).toHaveLength(1);
  expect(names).not.toContain('POSTGRES_PASSWORD');
  expect(fillSecrets(filled)).toEqual({ text: filled, names: [] });
});

test('the public keys that are filled belong to the private keys that are there', () => {
  const { INTERNAL_TOKEN_PRIVATE_KEYS: keys = '', INTERNAL_TOKEN_PUBLIC_KEYS: published = '' } =
    newSecrets();
  const { text } = fillSecrets(`INTERNAL_TOKEN_PRIVATE_KEYS='${keys}'\n`);
  const kid = (json = '') => JSON.parse(json).keys[0].kid;
  expect(kid(parseEnv(text)['INTERNAL_TOKEN_PUBLIC_KEYS'])).toBe(kid(keys));
  expect(() => fillSecrets(`INTERNAL_TOKEN_PUBLIC_KEYS='${published}'\n`)).toThrow(
    'INTERNAL_TOKEN_PRIVATE_KEYS is missing',
  );
});

test('a new env file is a copy of the example with secrets, for its owner only', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shop-env-'));
  const file = join(folder, '.env');
  await fillEnvFile(file);
  const first = await readFile(file, 'utf8');
  expect(parseEnv(first)).toMatchObject({ GATEWAY_PORT: '4000' });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await fillEnvFile(file)).toEqual([]);
  expect(await readFile(file, 'utf8')).toBe(first);
  await rm(folder, { recursive: true });
});
