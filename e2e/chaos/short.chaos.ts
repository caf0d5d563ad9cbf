import { rabbitmqIsInstalled } from '@shop/messaging/testing';
import { testSeed as seed } from '@shop/testing/random';
import { expect, it } from 'vitest';
import { runChaos } from './chaos.ts';
import { table, violations } from './report.ts';

// The short form: about 200 orders, each fault at least once. `npm run chaos` is the long form.
const drivers = ['postgres', ...(rabbitmqIsInstalled() ? (['rabbitmq'] as const) : [])] as const;

it.for(drivers)(
  'under faults, every order is processed exactly once on %s',
  async (driver, { onTestFailed }) => {
    const lines = [`${driver}: seed ${seed}`];
    // Also when the time of the test is over.
    onTestFailed(() => console.log(lines.join('\n')));
    const log = (line: string) => void lines.push(`${new Date().toISOString()} ${line}`);
    const result = await runChaos({ driver, orders: 200, clients: 8, seed, log });
    lines.push(table(driver, result));
    expect(violations(result)).toEqual([]);
    expect(result.invariants.orders).toBe(201);
  },
);
