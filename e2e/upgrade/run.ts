import { parseArgs } from 'node:util';
import { newestRelease } from '@shop/scripts/testing';
import { runUpgrade, violationsOf } from './upgrade.ts';

const usage = 'npm run upgrade -- [<tag or commit>] [--orders 200] [--clients 8] [--seed number]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    orders: { type: 'string', default: '200' },
    clients: { type: 'string', default: '8' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const release = positionals[0] ?? newestRelease();
if (release === undefined) {
  console.error(`${usage}\nThe history has no release (a tag such as v0.2.0): name a commit.`);
  process.exit(64);
}
const [orders, clients, seed] = [values.orders, values.clients, values.seed].map(Number);
const result = await runUpgrade({
  ...{ release, orders: orders ?? 0, clients: clients ?? 0, seed: seed ?? 0 },
  log: (text) => console.log(`> ${text}`),
});
console.log({ ...result.invariants, ...result.deadLetters });
const violated = violationsOf(result);
console.log(violated.length > 0 ? `VIOLATED: ${violated.join(', ')}` : 'All invariants hold.');
process.exit(violated.length > 0 ? 1 : 0);
