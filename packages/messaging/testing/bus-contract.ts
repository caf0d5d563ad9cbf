import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import type { EventBus } from '../bus.ts';
import { broadcastCases } from './broadcast-cases.ts';
import type { BusFixture, Driver } from './bus-fixture.ts';
import { deliveryCases } from './delivery-cases.ts';
import { failureCases } from './failure-cases.ts';
import { outageCases } from './outage-cases.ts';
import { processCases } from './process-cases.ts';
import { queueCases } from './queue-cases.ts';
import { upgradeCases } from './upgrade-cases.ts';

/** Tests the behaviour that every `EventBus` promises, on a real server. */
export function describeBusContract(name: string, open: () => Promise<Driver>): void {
  describe(`EventBus on ${name}`, () => {
    const fixture = useBusFixture(open);
    deliveryCases(fixture);
    failureCases(fixture);
    processCases(fixture);
    outageCases(fixture);
    queueCases(fixture);
    upgradeCases(fixture);
    broadcastCases(fixture);
  });
}

/** Creates a fixture for each test of the surrounding `describe` and cleans up after it. */
export function useBusFixture(open: () => Promise<Driver>): BusFixture {
  const fixture = {} as BusFixture;
  const buses: EventBus[] = [];

  fixture.connect = async (url) => {
    const { driver, queue, other, type } = fixture;
    const connected = await driver.connect(url);
    buses.push(connected);
    await connected.declare({ [queue]: [type], [other]: [type] });
    return connected;
  };
  beforeAll(async () => {
    fixture.driver = await open();
  });
  afterAll(() => fixture.driver.close());
  beforeEach(async () => {
    const run = randomUUID().slice(0, 8);
    fixture.queue = `test.${run}.one`;
    fixture.other = `test.${run}.two`;
    fixture.type = `thing${run}.happened.v1`;
    fixture.bus = await fixture.connect();
  });
  afterEach(async () => {
    await Promise.all(buses.splice(0).map((one) => one.close()));
    await fixture.driver.remove([fixture.queue, fixture.other]);
  });
  return fixture;
}
