import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { json, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { freePort, until } from '@shop/testing';
import { expect, it, onTestFinished } from 'vitest';

const script = fileURLToPath(new URL('testing/slow-service.ts', import.meta.url));

/** Starts the slow service in a process of its own, which ends with the test in any case. */
async function startSlow(variables: Readonly<Record<string, string>> = {}) {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const child = fork(script, {
    execArgv: ['--import', 'tsx'],
    env: {
      ...{ PATH: process.env['PATH'], HOST: '127.0.0.1', LOG_LEVEL: 'error', ...variables },
      ...{ PORT: String(port), METRICS_PORT: String(metricsPort) },
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const output = child.stdout ? text(child.stdout) : Promise.resolve('');
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  /** Sends a request on a connection that stays open. */
  const request = async (path: string) => {
    const [response] = await once(get({ host: '127.0.0.1', port, path, agent }), 'response');
    return { status: response.statusCode, headers: response.headers, body: await json(response) };
  };
  const health = async (probe: string) => {
    const response = await fetch(`http://127.0.0.1:${metricsPort}/health/${probe}`);
    return [response.status, ((await response.json()) as { failed?: string[] }).failed];
  };
  await until('it to be ready', () =>
    health('ready').then(
      ([s]) => s === 200,
      () => false,
    ),
  );
  return {
    ...{ child, exited, output, request, health },
    /** Sends a request that is in progress when this resolves. */
    async requestSlow(path = '/slow') {
      const response = request(path);
      await once(child, 'message');
      return { response, finish: () => void child.send('finish') };
    },
    isRefused: () =>
      request('/fast').then(
        () => false,
        () => true,
      ),
    isDraining: async () => (await health('ready'))[0] === 503,
  };
}

it.each(['SIGTERM', 'SIGINT'] as const)(
  '%s: the request in progress is completed and no other is accepted, the process is live and not ready, and exits with 0',
  async (signal) => {
    const slow = await startSlow();
    const { response, finish } = await slow.requestSlow();
    slow.child.kill(signal);
    await until('new requests to be refused', slow.isRefused);
    expect(await slow.health('ready')).toEqual([503, ['stopping']]);
    expect(await slow.health('live')).toEqual([200, undefined]);
    finish();
    expect(await response).toMatchObject({
      ...{ status: 200, body: 'done', headers: { connection: 'close' } },
    });
    expect(await slow.exited).toBe(0);
  },
);

it.each(['SIGTERM', 'SIGINT'] as const)(
  '%s: an idle process with an open connection exits with 0 at once',
  async (signal) => {
    const slow = await startSlow();
    await slow.request('/fast');
    slow.child.kill(signal);
    // Otherwise 1, when its time is over.
    expect(await slow.exited).toBe(0);
    expect(await slow.output).toBe('');
  },
);

it('a response that has begun is completed, its connection is closed then, and the process exits with 0', async () => {
  const slow = await startSlow();
  const { response, finish } = await slow.requestSlow('/begun');
  slow.child.kill('SIGTERM');
  await until('new requests to be refused', slow.isRefused);
  finish();
  expect(await response).toMatchObject({ body: 'done', headers: { connection: 'keep-alive' } });
  // Otherwise 1, when its time is over.
  expect(await slow.exited).toBe(0);
});

it('with DRAIN_MS a process that stops serves on, not ready, and ends each connection with its response', async () => {
  const slow = await startSlow({ DRAIN_MS: '5000' });
  expect((await slow.request('/fast')).headers).toMatchObject({
    ...{ connection: 'keep-alive', 'keep-alive': 'timeout=5' },
  });
  slow.child.kill('SIGTERM');
  await until('it to be not ready', slow.isDraining);
  const { status, headers } = await slow.request('/fast');
  expect([status, headers.connection, headers['keep-alive']]).toEqual([200, 'close', undefined]);
  expect(await slow.exited).toBe(0);
});

it('a request that does not end is cut off at the deadline, and the process exits with 1', async () => {
  const slow = await startSlow();
  const { response } = await slow.requestSlow();
  const outcome = response.then(
    () => 'completed',
    () => 'cut off',
  );
  slow.child.kill('SIGTERM');
  expect(await slow.exited).toBe(1);
  expect(await outcome).toBe('cut off');
  expect(await slow.output).toContain('stopping took too long');
});
