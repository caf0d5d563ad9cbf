import { rabbitmqIsInstalled } from '@shop/messaging/testing';
import { testSeed as seed } from '@shop/testing/random';
import { expect, it } from 'vitest';
import { runChaos } from './chaos.ts';
import { table, violations } from './report.ts';

// The short form: about 200 orders, each fault at least once. `npm run chaos` is the long form.
const drivers = ['postgres', ...(rabbitmqIsInstalled() ? (['rabbitmq'] as const) : [])] as const;

// Concurrent: most of the time they wait.
it.concurrent.each(drivers)(
  'under faults, every order is processed exactly once on %s',
  async (driver) => {
    console.log(`${driver}: seed ${seed}`);
    const lines: string[] = [];
    const result = await runChaos({
      driver,
      orders: 200,
      clients: 8,
      seed,
      log: (line) => void lines.push(line),
    });
    expect(violations(result), [...lines, table(driver, result)].join('\n')).toEqual([]);
    expect(result.invariants.orders).toBe(201);
  },
);
