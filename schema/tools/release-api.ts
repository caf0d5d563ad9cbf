import { readFileSync, writeFileSync } from 'node:fs';
import { apiBreaks } from './api/breaks.ts';

// Releases the API: from now on `npm run compatible` compares with it. With `--check` it fails when
// schema/api.graphql breaks clients of the released one. A break that is meant is listed in
// schema/approved-breaks.txt, one description a line, until it is released.
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
} else if (!process.argv.includes('--check')) {
  writeFileSync(files.released, read(files.current));
  writeFileSync(files.approved, '');
  console.log('The API is released.');
}
