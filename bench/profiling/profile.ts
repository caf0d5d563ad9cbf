import { parseArgs } from 'node:util';
import { sendMany } from '../reads/load.ts';
import { prepareReads } from '../reads/operations.ts';
import { prepareShop, runOrders } from '../saga/customers.ts';
import { startProfiledShop } from './profile-shop.ts';

// Profiles each process of the whole shop while it is used: by purchases, or by one kind of read.
const { values } = parseArgs({
  options: {
    work: { type: 'string', default: 'purchase' },
    requests: { type: 'string', default: '200' },
    /** Also prints so many functions of each process, those that take most. */
    functions: { type: 'string', default: '0' },
  },
});
const requests = Number(values.requests);
const reads: Readonly<Record<string, string>> = {
  list: 'list of 20 products',
  orders: 'my orders',
};

const { shop, profile, stop } = await startProfiledShop({
  LOG_LEVEL: 'warn',
  RESPONSE_CACHE: 'off',
});
try {
  const work = await workOf(values.work);
  // Warms up.
  await work();
  await profile(work, requests, Number(values.functions));
} finally {
  await stop();
}

async function workOf(name: string): Promise<() => Promise<unknown>> {
  if (name === 'purchase') {
    const prepared = await prepareShop(shop.url);
    return () => runOrders(shop.url, shop.databaseUrls['order'] ?? '', prepared, requests);
  }
  const read = (await prepareReads(shop.url))[reads[name] ?? ''];
  if (!read) throw new Error(`--work is one of purchase, ${Object.keys(reads).join(', ')}`);
  return () => sendMany(shop.url, read, { requests, inFlight: 20 });
}
