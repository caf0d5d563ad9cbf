import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { busVariable } from '@shop/service/env';
import { freePort } from '@shop/service/ports';
import { createTcpProxy, createTestDatabase, type TestDatabase, until } from '@shop/testing';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { brokerUrl } from './testing/rabbit.ts';

const rabbitmq = await brokerUrl();
const script = fileURLToPath(new URL('testing/idle-worker.ts', import.meta.url));

let database: TestDatabase;
let busDatabase: TestDatabase;
beforeAll(async () => {
  [database, busDatabase] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});
afterAll(() => Promise.all([database.drop(), busDatabase.drop()]));

/** Starts a worker in a process of its own; it ends with the test in any case. */
async function startWorker(variables: Readonly<Record<string, string>>) {
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    env: {
      ...{ PATH: process.env['PATH'], IDLE_DATABASE_URL: database.url, ...variables },
      ...{ HOST: '127.0.0.1', PORT: '0', METRICS_PORT: String(port), LOG_LEVEL: 'error' },
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  const get = async (path: string) => {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/health/${path}`);
      const { failed } = (await response.json()) as { failed?: string[] };
      return { status: response.status, failed };
    } catch {
      return undefined;
    }
  };
  return {
    isLive: async () => (await get('live'))?.status === 200,
    ready: () => get('ready'),
    /** Asks it to end. Resolves to its exit code. */
    async end(): Promise<unknown> {
      child.kill('SIGTERM');
      return (await exited)[0];
    },
  };
}

const drivers = [
  { driver: 'postgres', url: () => busDatabase.url },
  ...(rabbitmq ? [{ driver: 'rabbitmq', url: () => rabbitmq } as const] : []),
] as const;

it.each(drivers)(
  'a worker that starts before its bus in $driver is live, ends with 0 when asked, and is ready once the bus is there',
  async ({ driver, url }) => {
    const proxy = await createTcpProxy(url());
    onTestFinished(proxy.cut);
    await proxy.cut();
    const variables = busVariable({ driver, url: proxy.url });
    const [waiting, impatient] = [await startWorker(variables), await startWorker(variables)];
    for (const worker of [waiting, impatient]) {
      await until('it to be live', worker.isLive);
      expect(await worker.ready()).toMatchObject({ status: 503, failed: ['starting', 'bus'] });
    }
    expect(await impatient.end()).toBe(0);
    await proxy.restore();
    const isReady = async () => (await waiting.ready())?.status === 200;
    await until('it to be ready', isReady);
    expect(await waiting.end()).toBe(0);
  },
);
