import { readFileSync, writeFileSync } from 'node:fs';
import { apiBreaks } from './api/breaks.ts';
import { deprecationFaults } from './api/deprecations.ts';

// Releases the API: from now on `npm run compatible` compares with it. With `--check` it fails when
// schema/api.graphql breaks clients of the released one. A break that is meant is listed in
// schema/approved-breaks.txt, one description a line, until it is released. It also fails when a deprecation
// does not name its replacement and the day of its removal.
const files = {
  current: new URL('../api.graphql', import.meta.url),
  released: new URL('../released/api.graphql', import.meta.url),
  approved: new URL('../approved-breaks.txt', import.meta.url),
};
const read = (file: URL): string => readFileSync(file, 'utf8');
const approved = read(files.approved).split('\n').filter(Boolean);

const breaks = apiBreaks(read(files.released), read(files.current), approved);
for (const line of breaks) console.error(line);
if (breaks.length > 0) {
  console.error(
    '\nDeprecate what clients use, or approve the break in schema/approved-breaks.txt.',
  );
  process.exitCode = 1;
}
const faults = deprecationFaults(read(files.current));
for (const line of faults) console.error(line);
if (faults.length > 0) process.exitCode = 1;
if (process.exitCode !== 1 && !process.argv.includes('--check')) {
  writeFileSync(files.released, read(files.current));
  writeFileSync(files.approved, '');
  console.log('The API is released.');
}
