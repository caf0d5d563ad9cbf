import { rabbitmqIsInstalled } from '@shop/messaging/testing';
import { expect, it } from 'vitest';
import { chaos } from './chaos.ts';
import { failures, table } from './report.ts';

// The short form: about 200 orders, each fault once. `npm run chaos` is the long one.
const seed = Date.now() % 2 ** 31;
const drivers = ['postgres', ...(rabbitmqIsInstalled() ? (['rabbitmq'] as const) : [])] as const;

// Both at once: most of the time they wait.
it.concurrent.each(drivers)('nothing is lost, sold twice or done twice on %s', async (driver) => {
  console.log(`${driver}: seed ${seed}`);
  const log: string[] = [];
  const result = await chaos({
    driver,
    orders: 200,
    clients: 8,
    seed,
    say: (text) => void log.push(text),
  });
  expect(failures(result), [...log, table(driver, result)].join('\n')).toEqual([]);
  expect(result.verdict.orders).toBe(201);
});
