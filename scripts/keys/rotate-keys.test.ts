import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type KeySet, keyVariables, newKeys } from './keys.ts';
import { rotateFile, rotateKeySet, rotateText } from './rotate-keys.ts';

const newFile = (): string => {
  const lines = Object.entries(keyVariables(newKeys())).map(([name, v]) => `${name}='${v}'`);
  return ['# the shop', 'A=1', ...lines, 'Z=9', ''].join('\n');
};
function setOf(text: string, name: string): KeySet {
  const line = text.split('\n').find((one) => one.startsWith(`${name}=`)) ?? '';
  return JSON.parse(line.slice(name.length + 2, -1));
}
const kids = ({ keys }: KeySet) => keys.map(({ kid }) => kid);

test('a key rotation publishes, signs, retires, and can start again', () => {
  let text = newFile();
  for (const round of [1, 2]) {
    const steps = [0, 1, 2].map((n) => {
      const result = rotateText(text, new Date(Date.UTC(2030, round, n)));
      text = result.text;
      return result.step;
    });
    expect(steps).toEqual(['publish', 'sign', 'retire']);
  }
});

test.each([
  ['ACCESS_TOKEN_PRIVATE_KEYS', 'ACCESS_TOKEN_PRIVATE_KEYS'],
  ['INTERNAL_TOKEN_PRIVATE_KEYS', 'INTERNAL_TOKEN_PUBLIC_KEYS'],
])('a process that is one step ahead or behind knows the signing key (%s)', (signers, checkers) => {
  const files = [newFile()];
  for (let n = 0; n < 3; n++) files.push(rotateText(files[n] ?? '', new Date(n)).text);
  const signing = files.map((text) => kids(setOf(text, signers))[0] ?? '');
  const known = files.map((text) => kids(setOf(text, checkers)));
  for (const [n, kid] of signing.entries()) {
    for (const near of [n - 1, n, n + 1]) if (known[near]) expect(known[near]).toContain(kid);
  }
  expect(signing[3]).not.toBe(signing[0]);
  expect(known[3]).toEqual([signing[3]]);
});

test('a rotation changes no other lines, and public key sets have no private parts', () => {
  const before = newFile();
  const { text } = rotateText(before);
  const others = (file: string) => file.split('\n').filter((line) => !line.includes('_KEYS='));
  expect(others(text)).toEqual(others(before));
  const { keys } = setOf(text, 'INTERNAL_TOKEN_PUBLIC_KEYS');
  expect(keys).toHaveLength(2);
  for (const key of keys) expect(key).not.toHaveProperty('d');
});

test('keys that cannot be rotated are left unchanged, with a reason', () => {
  const [one, two] = [newKeys().access, newKeys().access];
  const both = { keys: [...one.keys, ...two.keys] };
  expect(() => rotateKeySet(both)).toThrow('newer');
  expect(() => rotateKeySet({ keys: [...both.keys, ...both.keys] })).toThrow('4 keys');
  expect(() => rotateKeySet({ keys: [] })).toThrow('0 keys');
  expect(() => rotateText('A=1')).toThrow('The file must contain ACCESS_TOKEN_PRIVATE_KEYS');
  expect(() => rotateText(newFile() + newFile())).toThrow('exactly once');
  const apart = rotateText(newFile()).text.replace(
    /^ACCESS_TOKEN_PRIVATE_KEYS=.*$/m,
    `ACCESS_TOKEN_PRIVATE_KEYS='${JSON.stringify(one)}'`,
  );
  expect(() => rotateText(apart)).toThrow(
    'The next step of access keys is publish, of internal keys sign',
  );
});

test('the rotated file replaces the old one and only its owner may read it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shop-keys-'));
  const file = join(folder, '.env');
  await writeFile(file, newFile(), { mode: 0o644 });
  expect(await rotateFile(file)).toBe('publish');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(setOf(await readFile(file, 'utf8'), 'ACCESS_TOKEN_PRIVATE_KEYS').keys).toHaveLength(2);
  await rm(folder, { recursive: true });
});
