import { readFileSync, writeFileSync } from 'node:fs';
import { parse, print } from 'graphql';
import { apiBreaks } from './api/breaks.ts';
import { deprecationFaults } from './api/deprecations.ts';
import { nameFaults } from './contract/name-faults.ts';
import { asErrorHandlingClient } from './contract/semantic-non-null.ts';

// Releases the API and its contract for clients: from now on `npm run compatible` compares with them. With `--check` it
// fails when schema/api.graphql or schema/shop.graphql breaks clients of the released one. A break that is meant is listed
// in schema/approved-breaks.txt, one description a line, until it is released. It also fails when a deprecation does not
// name its replacement and the day of its removal, and on names that clients in Kotlin or Swift cannot use.
const at = (file: string) => new URL(`../${file}`, import.meta.url);
const read = (file: string): string => readFileSync(at(file), 'utf8');
const approved = read('approved-breaks.txt').split('\n').filter(Boolean);
/** A field that may become null without an error breaks clients that handle errors. */
const strict = (sdl: string): string => print(asErrorHandlingClient(parse(sdl)));

const files = ['api.graphql', 'shop.graphql'];
const breaks = files.flatMap((file) =>
  apiBreaks(strict(read(`released/${file}`)), strict(read(file)), approved),
);
for (const line of new Set(breaks)) console.error(line);
if (breaks.length > 0) {
  console.error(
    '\nDeprecate what clients use, or approve the break in schema/approved-breaks.txt.',
  );
}
const faults = [
  ...deprecationFaults(read('api.graphql')),
  ...nameFaults(parse(read('shop.graphql'))),
];
for (const line of faults) console.error(line);
if (breaks.length + faults.length > 0) process.exitCode = 1;
if (process.exitCode !== 1 && !process.argv.includes('--check')) {
  for (const file of files) writeFileSync(at(`released/${file}`), read(file));
  writeFileSync(at('approved-breaks.txt'), '');
  console.log('The API is released.');
}
