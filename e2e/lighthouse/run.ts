import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measurePage } from './measure.ts';

// npm run lighthouse [-- <url>]: measures a page of a running shop. Exits with 1 when a score is too low.

/** What each category of a page should have. */
const minScore = 95;
const url = process.argv[2] ?? 'http://localhost:4000/shop/products/classic-cotton-tee';
const file = fileURLToPath(new URL('../screenshots/lighthouse.html', import.meta.url));

const { scores, faults, report } = await measurePage(url);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, report);
console.log(`${url}\n`);
for (const [category, score] of Object.entries(scores)) console.log(`${score}  ${category}`);
console.log([...faults.map((fault) => `  - ${fault}`), `\nReport: ${file}`].join('\n'));
process.exit(Object.values(scores).some((score) => score < minScore) ? 1 : 0);
