import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@shop/service/ports';
import { startPostgres } from '../../../scripts/postgres/embedded-postgres.ts';

const columns = [
  ...['name', 'slug', 'description', 'assets', 'facets', 'optionGroups', 'optionValues', 'sku'],
  ...['price', 'taxCategory', 'stockOnHand', 'trackInventory', 'variantAssets', 'variantFacets'],
];
const cell = (text) => `"${String(text).replaceAll('"', '""')}"`;

/** Writes products of our shop as Vendure's importer reads them: one row for each variant, the first with its product. */
function toCsv(products) {
  const rows = products.flatMap(({ title, slug, description, options, variants }) =>
    variants.map(({ sku, price, options: selected }, index) => {
      const product = index === 0 ? { title, slug, description } : {};
      const groups = index === 0 ? options.map(({ name }) => name).join('|') : '';
      const values = options.map(
        ({ name }) => selected.find((one) => one.name === name)?.value ?? '',
      );
      return [
        ...[product.title ?? '', product.slug ?? '', product.description ?? '', '', '', groups],
        ...[values.join('|'), sku, price.amount, 'standard', 1_000_000, 'true', '', ''],
      ];
    }),
  );
  return [columns, ...rows].map((row) => row.map(cell).join(',')).join('\n');
}

function run(file, args) {
  const env = { ...process.env, NODE_ENV: 'production' };
  return fork(new URL(file, import.meta.url), args, { env, execArgv: [], stdio: 'inherit' });
}

async function ready(child) {
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (message !== 'ready') throw new Error('Vendure did not start.');
}

/** Starts Vendure's server and worker with these products, on a PostgreSQL of the same version and settings as ours. */
export async function startVendure(folder, products) {
  const postgres = await startPostgres(join(folder, 'postgres'));
  const port = String(await freePort());
  const file = join(folder, 'products.csv');
  await writeFile(file, toCsv(products));
  const [code] = await once(run('populate.mjs', [postgres.url, port, file]), 'exit');
  if (code !== 0) throw new Error('Vendure was not populated.');
  const server = run('server.mjs', [postgres.url, port]);
  const worker = run('worker.mjs', [postgres.url, port]);
  await Promise.all([server, worker].map(ready));
  return {
    url: `http://127.0.0.1:${port}/shop-api`,
    /** As `readUsage` of bench/usage.ts reads it. */
    usage: {
      databaseUrls: { order: postgres.url },
      services: { server: { pid: server.pid }, worker: { pid: worker.pid } },
    },
    async stop() {
      for (const child of [server, worker]) {
        child.disconnect();
        await once(child, 'exit');
      }
      await postgres.stop();
    },
  };
}
