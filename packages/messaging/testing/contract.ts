import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import type { EventBus } from '../bus.ts';
import { broadcastCases } from './broadcast-cases.ts';
import { deliveryCases } from './delivery-cases.ts';
import { failureCases } from './failure-cases.ts';
import { outageCases } from './outage-cases.ts';
import { processCases } from './process-cases.ts';
import { queueCases } from './queue-cases.ts';
import type { Driver, Stage } from './stage.ts';
import { upgradeCases } from './upgrade-cases.ts';

/** The behaviour that every EventBus promises, run against a real one. */
export function describeBusContract(name: string, open: () => Promise<Driver>): void {
  describe(`EventBus on ${name}`, () => {
    const stage = setStage(open);
    deliveryCases(stage);
    failureCases(stage);
    processCases(stage);
    outageCases(stage);
    queueCases(stage);
    upgradeCases(stage);
    broadcastCases(stage);
  });
}

/** Gives each test of the surrounding `describe` a bus with queues of its own, and cleans up. */
export function setStage(open: () => Promise<Driver>): Stage {
  const stage = {} as Stage;
  const buses: EventBus[] = [];

  stage.connect = async (url) => {
    const { driver, queue, other, type } = stage;
    const connected = await driver.connect(url);
    buses.push(connected);
    await connected.declare({ [queue]: [type], [other]: [type] });
    return connected;
  };
  beforeAll(async () => {
    stage.driver = await open();
  });
  afterAll(() => stage.driver.close());
  beforeEach(async () => {
    const run = randomUUID().slice(0, 8);
    stage.queue = `test.${run}.one`;
    stage.other = `test.${run}.two`;
    stage.type = `thing${run}.happened.v1`;
    stage.bus = await stage.connect();
  });
  afterEach(async () => {
    await Promise.all(buses.splice(0).map((one) => one.close()));
    await stage.driver.remove([stage.queue, stage.other]);
  });
  return stage;
}
