import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { subgraphs } from '@shop/schema';
import { filesOf, textOf } from '../lint/files.ts';
import { root } from '../root.ts';
import { collectMessages, faultOf, isConstraint, type Message } from './collect-messages.ts';

// Writes docs/messages.md; `--check` fails when it is stale or a message is not a sentence.
const folders: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(subgraphs.map(({ name }) => [name, roomsOf(name)])),
  'Every subgraph': ['packages/domain', 'packages/service/paging'],
  'Gateway and services': ['gateway', 'packages/service'],
};

/** The rooms whose messages reach clients of a subgraph. */
function roomsOf(name: string): string[] {
  const rooms = ['domain', 'events', 'prisma', 'resolvers'];
  return rooms
    .map((room) => `subgraphs/${name}/${room}`)
    .filter((folder) => existsSync(join(root, folder)));
}

const head = `# Messages

Generated from the sources by \`npm run messages:docs\`. Every message that people may read, by subgraph; \`<name>\` stands for a
value. Messages that begin with *must* follow the name of their field: \`postalCode\` and *must not be empty* are *The postal
code must not be empty.* Programs read the [code](api.md#usererrorcode).
`;

/** Environment variables are for operators. Scalars and variables say parts of sentences of graphql-js. */
const others =
  /\.test\.ts$|\.d\.ts$|\/(testing|generated)\/|\/(env|variables|scalars|variable-fault)\.ts$/;
const isSource = (path: string) => path.endsWith('.ts') && !others.test(path);

function messagesIn(paths: readonly string[]): Message[] {
  const found = paths
    .flatMap(filesOf)
    .filter(isSource)
    .map(textOf)
    .flatMap(collectMessages)
    // Those of the gateway are about its environment.
    .filter(({ text }) => !(paths.includes('gateway') && isConstraint(text)));
  const unique = new Map(found.map((message) => [`${message.code} ${message.text}`, message]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, message]) => message);
}

const domains = Object.entries(folders).map(([name, paths]) => [name, messagesIn(paths)] as const);
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '\\<');
const sections = domains.map(
  ([name, messages]) =>
    `\n## ${name}\n\n| code | message |\n|---|---|\n${messages
      .map(({ code, text }) => `| \`${code}\` | ${cell(text)} |\n`)
      .join('')}`,
);
const text = head + sections.join('');

const faults = domains.flatMap(([, messages]) =>
  messages.flatMap((message) => {
    const fault = faultOf(message);
    return fault ? [`${message.text}: ${fault}`] : [];
  }),
);
const file = join(root, 'docs/messages.md');
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exitCode = 1;
} else if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/messages.md is stale: run `npm run messages:docs`');
  process.exitCode = 1;
}
