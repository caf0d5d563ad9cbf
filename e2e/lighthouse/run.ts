import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startShop } from '@shop/testing/shop';
import { measurePage } from './measure.ts';

// npm run lighthouse [-- <url>]: measures a page of a running shop, or the page of a product in a shop of its own. Exits
// with 1 when a score is too low.

/** What each category of a page should have. */
const minScore = 95;
const page = '/shop/products/classic-cotton-tee';
const file = fileURLToPath(new URL('../screenshots/lighthouse.html', import.meta.url));

const [given] = process.argv.slice(2);
const shop = given ? undefined : await startShop();
const url = given ?? new URL(page, shop?.url).href;
const { scores, faults, report } = await measurePage(url).finally(() => shop?.stop());
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, report);
console.log(`${url}\n`);
for (const [category, score] of Object.entries(scores)) console.log(`${score}  ${category}`);
console.log([...faults.map((fault) => `  - ${fault}`), `\nReport: ${file}`].join('\n'));
process.exit(Object.values(scores).some((score) => score < minScore) ? 1 : 0);
