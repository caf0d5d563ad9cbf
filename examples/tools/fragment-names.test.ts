import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Kind, parse, print } from 'graphql';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = ['examples', 'clients', 'packages/web', 'gateway/rest', 'e2e'].flatMap((folder) =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.graphql') && !/\b(node_modules|dist)\b/.test(name))
    .map((name) => `${folder}/${name}`),
);

it('a fragment of one name is the same everywhere, since the documents of all clients are generated together', () => {
  const texts = new Map<string, Set<string>>();
  for (const file of files) {
    for (const definition of parse(readFileSync(`${root}${file}`, 'utf8')).definitions) {
      if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
      const { value } = definition.name;
      texts.set(value, (texts.get(value) ?? new Set()).add(print(definition)));
    }
  }
  expect(texts.size).toBeGreaterThan(20);
  expect([...texts].flatMap(([name, { size }]) => (size > 1 ? [name] : []))).toEqual([]);
});
