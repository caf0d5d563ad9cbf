import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { shop } from './shop.ts';

/** The blocks of docs/clients.md: programs, and behind each what it prints. */
const guide = readFileSync(new URL('../docs/clients.md', import.meta.url), 'utf8');
const blocks = [...guide.matchAll(/```(js|json)\n(.+?)```/gs)].map(([, language, text = '']) => ({
  language,
  text,
}));
const program = blocks.flatMap(({ language, text }) => (language === 'js' ? [text] : []));
const printed = blocks.flatMap(({ language, text }) =>
  language === 'json' ? [JSON.parse(text) as unknown] : [],
);

/** Replaces values that differ from run to run: ids, order numbers, and slugs and titles of a page. */
const comparable = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner) =>
      ['id', 'number', 'slug', 'title'].includes(key) ? typeof inner : inner,
    ),
  );

it('docs/clients.md: the program of all blocks runs and prints what the document shows', async () => {
  const output: unknown[] = [];
  const source = program.join('\n').replace('http://localhost:4000/graphql', shop.url);
  const AsyncFunction = (async () => {}).constructor as new (
    ...args: string[]
  ) => (console: { log(value: unknown): void }) => Promise<void>;
  await new AsyncFunction('console', source)({ log: (value) => void output.push(value) });
  expect(output.map(comparable)).toEqual(printed.map(comparable));
});
