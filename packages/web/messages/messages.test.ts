import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Where there are messages: here, and in every application. */
const files = [
  'packages/web/messages',
  ...readdirSync(`${root}clients`).map((name) => `clients/${name}/src/messages`),
]
  .filter((folder) => existsSync(`${root}${folder}`))
  .flatMap((folder) =>
    readdirSync(`${root}${folder}`)
      .filter((name) => /^(?:\w+\.)?en\.json$/.test(name))
      .map((name) => `${folder}/${name.replace(/en\.json$/, '')}`),
  );

const readMessages = (file: string, language: string): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(`${root}${file}${language}.json`, 'utf8'));
const valuesOf = (message = '') => [...message.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

it.each(files)('every message of %s is in both languages, with the same values', (file) => {
  const [en, de] = [readMessages(file, 'en'), readMessages(file, 'de')];
  expect(Object.keys(de)).toEqual(Object.keys(en));
  for (const [key, message] of Object.entries(en)) {
    expect([key, valuesOf(de[key])]).toEqual([key, valuesOf(message)]);
  }
});
