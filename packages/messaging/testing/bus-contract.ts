import { describe } from 'vitest';
import { batchCases } from './batch-cases.ts';
import { broadcastCases } from './broadcast-cases.ts';
import { type Driver, useBusFixture } from './bus-fixture.ts';
import { deliveryCases } from './delivery-cases.ts';
import { failureCases } from './failure-cases.ts';
import { outageCases } from './outage-cases.ts';
import { processCases } from './process-cases.ts';
import { queueCases } from './queue-cases.ts';
import { upgradeCases } from './upgrade-cases.ts';

const groups = {
  deliveries: deliveryCases,
  batches: batchCases,
  failures: failureCases,
  processes: processCases,
  outages: outageCases,
  queues: queueCases,
  upgrades: upgradeCases,
  broadcasts: broadcastCases,
};

/** Tests the behaviour that every `EventBus` promises, on a real server. */
export function describeBusContract(name: string, open: () => Promise<Driver>): void {
  describe(`EventBus on ${name}`, () => {
    const fixture = useBusFixture(open);
    // Each group has hooks of its own.
    for (const [group, cases] of Object.entries(groups)) describe(group, () => cases(fixture));
  });
}
