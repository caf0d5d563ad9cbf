import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { busVariable } from '@shop/service/env';
import { freePort } from '@shop/service/ports';
import { createTestDatabase, type TestDatabase, until } from '@shop/testing';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { declareAll } from './consumer.ts';
import { createBus } from './create-bus.ts';
import { silentLog } from './log.ts';

const script = fileURLToPath(new URL('testing/slow-worker.ts', import.meta.url));
const example = new URL('../../schema/events/examples/stock.changed.v1.json', import.meta.url);
const queue = 'product.stock';

let database: TestDatabase;
let busDatabase: TestDatabase;
beforeAll(async () => {
  [database, busDatabase] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});
afterAll(() => Promise.all([database.drop(), busDatabase.drop()]));

it.each(['SIGTERM', 'SIGINT'] as const)(
  '%s: a worker that is not ready any more finishes the message in hand, begins no other, and exits with 0',
  async (signal) => {
    const address = { driver: 'postgres', url: busDatabase.url } as const;
    const bus = await createBus(address, silentLog);
    onTestFinished(() => bus.close());
    await declareAll(bus);
    await bus.deadLetters(queue).purge();
    const before = (await bus.depth(queue)).pending;
    const metricsPort = await freePort();
    const worker = fork(script, {
      execArgv: ['--import', 'tsx'],
      env: {
        ...{ PATH: process.env['PATH'], IDLE_DATABASE_URL: database.url, ...busVariable(address) },
        ...{ HOST: '127.0.0.1', PORT: '0', METRICS_PORT: String(metricsPort), LOG_LEVEL: 'error' },
      },
    });
    onTestFinished(() => void worker.kill('SIGKILL'));
    const exited = once(worker, 'exit');
    const event = JSON.parse(readFileSync(example, 'utf8')) as { id: string; type: string };
    // One key: the second waits for the first.
    for (const id of [crypto.randomUUID(), crypto.randomUUID()]) {
      const body = JSON.stringify({ ...event, id });
      await bus.publish({ id, type: event.type, key: 'same', body });
    }
    await once(worker, 'message');

    worker.kill(signal);
    const probe = async () => (await fetch(`http://127.0.0.1:${metricsPort}/health/ready`)).status;
    await until('it to be not ready', async () => (await probe()) === 503);
    worker.send('finish');
    expect((await exited)[0]).toBe(0);
    expect((await bus.depth(queue)).pending).toBe(before + 1);
  },
);
