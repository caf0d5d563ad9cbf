import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { asyncapi } from './events/asyncapi.ts';
import { markdown } from './events/markdown.ts';

// Writes docs/events.md and docs/asyncapi.yaml; `--check` fails when they are stale.
const docs = new URL('../../docs/', import.meta.url);
const exampleOf = (type: string): unknown =>
  JSON.parse(readFileSync(new URL(`../events/examples/${type}.json`, import.meta.url), 'utf8'));

const files = {
  'events.md': markdown(exampleOf),
  // No anchors: an example is read on its own.
  'asyncapi.yaml': stringify(asyncapi(exampleOf), { aliasDuplicateObjects: false, lineWidth: 100 }),
};
const stale = Object.entries(files).filter(([name, text]) => {
  const file = new URL(name, docs);
  return !existsSync(file) || readFileSync(file, 'utf8') !== text;
});

if (process.argv.includes('--check')) {
  for (const [name] of stale) console.error(`docs/${name} is stale: run \`npm run events:docs\``);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [name, text] of stale) writeFileSync(new URL(name, docs), text);
}
