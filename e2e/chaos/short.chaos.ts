import { expect, it } from 'vitest';
import { brokerIsInstalled } from './broker.ts';
import { chaos } from './chaos.ts';
import { failures, table } from './report.ts';

// The short form: about 200 orders, each fault once. `npm run chaos` is the long one.
const seed = Date.now() % 2 ** 31;
/** How many events a worker handles at once (`concurrency` of a subscription). */
const mailsInHand = 8;
const drivers = ['postgres', ...(brokerIsInstalled() ? (['rabbitmq'] as const) : [])] as const;

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
  expect(failures(result.verdict), [...log, table(driver, result)].join('\n')).toEqual([]);
  expect(result.verdict.orders).toBe(201);
  // The note that a mail is being sent comes first: what was in hand when its sender died stays a note.
  const interruptions = ['kill -9 notification', 'kill -9 of PostgreSQL']
    .map((name) => result.faults.get(name) ?? 0)
    .reduce((sum, count) => sum + count);
  expect(result.verdict.unsentMails).toBeLessThanOrEqual(interruptions * mailsInHand);
});
