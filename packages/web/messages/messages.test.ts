import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Where there are messages: here, and in every application. */
const folders = [
  'packages/web/messages',
  ...readdirSync(`${root}clients`).map((name) => `clients/${name}/src/messages`),
].filter((folder) => existsSync(`${root}${folder}/en.json`));

const readMessages = (folder: string, language: string): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(`${root}${folder}/${language}.json`, 'utf8'));
const valuesOf = (message = '') => [...message.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

it.each(folders)('every message of %s is in both languages, with the same values', (folder) => {
  const [en, de] = [readMessages(folder, 'en'), readMessages(folder, 'de')];
  expect(Object.keys(de)).toEqual(Object.keys(en));
  for (const [key, message] of Object.entries(en)) {
    expect([key, valuesOf(de[key])]).toEqual([key, valuesOf(message)]);
  }
});
