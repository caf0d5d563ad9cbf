import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { subgraphs, workers } from '@shop/schema';
import { root } from '../root.ts';
import { editsOf } from './edit-lists.ts';
import { writeTemplate } from './write-template.ts';

// npm run new:subgraph -- <name>: writes a subgraph with all its rooms and adds it to every list of subgraphs.
// docs/adding.md says what to do next.
const [name = ''] = process.argv.slice(2);
const taken: readonly string[] = [...subgraphs, ...workers].map((service) => service.name);
if (!/^[a-z]{2,20}$/.test(name)) fail('The name must be one singular word of 2 to 20 letters a-z.');
if (taken.includes(name)) fail(`The service ${name} exists already.`);

const fill = (text: string): string =>
  text
    .replaceAll('__name__', name)
    .replaceAll('__Name__', `${name[0]?.toUpperCase()}${name.slice(1)}`)
    .replaceAll('__NAME__', name.toUpperCase());

/** What is generated from the list of subgraphs and is committed. */
const tools = [
  'schema/tools/compose.ts',
  'schema/tools/release-events.ts',
  'schema/tools/document-events.ts',
  'schema/tools/document-api.ts',
  'scripts/messages/document-messages.ts',
];

/** The folders with code that was written or edited. */
const formatted = [`subgraphs/${name}`, 'schema', 'e2e/access-matrix'];

writeTemplate(fill);
for (const [path, edit] of Object.entries(editsOf(fill))) {
  const file = join(root, path);
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
}
for (const tool of tools) run('--import', 'tsx', tool);
run('node_modules/@biomejs/biome/bin/biome', 'check', '--write', '--log-level=error', ...formatted);

console.log(`subgraphs/${name} and schema/${name}.graphql are written and listed.
Next: npm install, then npm run check and npm start.`);

function run(...args: string[]): void {
  execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
