import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { apiMarkdown } from './api/markdown.ts';

// Writes docs/api.md; `--check` fails when it is stale.
const file = new URL('../../docs/api.md', import.meta.url);
const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const text = apiMarkdown(read('api.graphql'), read('supergraph.graphql'));
const isStale = !existsSync(file) || readFileSync(file, 'utf8') !== text;

if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (isStale) {
  console.error('docs/api.md is stale: run `npm run api:docs`');
  process.exitCode = 1;
}
