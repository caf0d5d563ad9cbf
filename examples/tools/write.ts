import { readFileSync, writeFileSync } from 'node:fs';
import { httpFile } from './http-file.ts';
import { steps } from './steps.ts';

// Writes examples/shop.http; `--check` fails when it is stale.
const file = new URL('../shop.http', import.meta.url);
const text = httpFile(steps);

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('examples/shop.http is stale: run `npm run examples`');
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, text);
}
