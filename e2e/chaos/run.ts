import { parseArgs } from 'node:util';
import { chaos } from './chaos.ts';
import { failures, table } from './report.ts';

// The fault suite at full size: npm run chaos -- [--orders 5000] [--clients 20] [--bus postgres|rabbitmq] [--seed n]
const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '5000' },
    clients: { type: 'string', default: '20' },
    bus: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const drivers = (['postgres', 'rabbitmq'] as const).filter(
  (driver) => values.bus === undefined || values.bus === driver,
);
const sizes = {
  orders: Number(values.orders),
  clients: Number(values.clients),
  seed: Number(values.seed),
};
if (drivers.length === 0 || Object.values(sizes).some((size) => !Number.isInteger(size))) {
  console.error('npm run chaos -- [--orders n] [--clients n] [--bus postgres|rabbitmq] [--seed n]');
  process.exit(64);
}
let failed = false;
for (const driver of drivers) {
  console.log(`${driver}: ${sizes.orders} orders of ${sizes.clients} clients, seed ${sizes.seed}`);
  const result = await chaos({ ...sizes, driver, say: (text) => console.log(`> ${text}`) });
  console.log(table(driver, result));
  failed ||= failures(result).length > 0;
}
process.exit(failed ? 1 : 0);
