import { parseArgs } from 'node:util';
import { runReplicas } from '../scale/run-replicas.ts';
import { runChaos } from './chaos.ts';
import { table, violations } from './report.ts';

const usage =
  'npm run chaos -- [--orders 5000] [--clients 20] [--bus postgres|rabbitmq] [--seed number] [--replicas]';

// The fault suite at full size.
const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '5000' },
    clients: { type: 'string', default: '20' },
    bus: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    /** Two of every process behind nginx, with fewer faults. */
    replicas: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const drivers = (['postgres', 'rabbitmq'] as const).filter(
  (driver) => values.bus === undefined || values.bus === driver,
);
const sizes = {
  orders: Number(values.orders),
  clients: Number(values.clients),
  seed: Number(values.seed),
};
if (drivers.length === 0 || Object.values(sizes).some((size) => !Number.isInteger(size))) {
  console.error(usage);
  process.exit(64);
}
let failed = false;
for (const driver of values.replicas ? drivers : []) {
  console.log(`${driver}: ${sizes.orders} orders with two of every process, seed ${sizes.seed}`);
  const { violated, ...invariants } = await runReplicas({ ...sizes, driver });
  console.table(invariants);
  console.log(violated.length > 0 ? `VIOLATED: ${violated.join(', ')}` : 'All invariants hold.');
  failed ||= violated.length > 0;
}
for (const driver of values.replicas ? [] : drivers) {
  console.log(`${driver}: ${sizes.orders} orders of ${sizes.clients} clients, seed ${sizes.seed}`);
  const result = await runChaos({ ...sizes, driver, log: (text) => console.log(`> ${text}`) });
  console.log(table(driver, result));
  failed ||= violations(result).length > 0;
}
process.exit(failed ? 1 : 0);
