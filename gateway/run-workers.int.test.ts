import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, freePort, freePorts, until } from '@shop/testing';
import { expect, it, onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('dist/main.js', import.meta.url));
const supergraph = fileURLToPath(new URL('../schema/supergraph.graphql', import.meta.url));

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keys = JSON.stringify({ keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'test' }] });

/** Starts the built gateway, whose subgraphs are all unavailable. */
async function start(variables: Readonly<Record<string, string>>) {
  const [bus, port, metricsPort] = await Promise.all([
    createTestDatabase(),
    freePort(),
    // Each worker has the next one.
    freePorts(2),
  ]);
  const child = spawn(process.execPath, [main], {
    env: {
      ...{ PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'warn' },
      ...{ METRICS_PORT: String(metricsPort), BUS_DATABASE_URL: bus.url },
      ...{ SUPERGRAPH_PATH: supergraph, INTERNAL_TOKEN_PRIVATE_KEYS: keys },
      ACCESS_TOKEN_JWKS_URL: 'http://127.0.0.1:1/jwks.json',
      REVOCATIONS_URL: 'http://127.0.0.1:1/revocations',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const output = text(child.stderr);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await bus.drop();
  });
  return { child, exited, output, port, metricsPort };
}

const isReady = (port: number) =>
  fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

/** The pids of the workers. */
const workersOf = ({ pid }: ChildProcess): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).map(Number);

const operations = async (port: number): Promise<number> => {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return [...metrics.matchAll(/^gateway_operations_total{.*} (\d+)$/gm)].length;
};

it.runIf(process.platform === 'linux')(
  'the workers of a gateway share its port, one that is killed is replaced, and SIGTERM stops them all',
  async () => {
    const { child, exited, port, metricsPort } = await start({ GATEWAY_WORKERS: '2' });
    const bothReady = async () => (await isReady(metricsPort)) && (await isReady(metricsPort + 1));
    await until('both workers to be ready', bothReady);
    const [first = 0, second] = workersOf(child);
    expect(second).toBeGreaterThan(0);

    // Each request has a connection of its own.
    const ask = () =>
      fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', connection: 'close' },
        body: '{"query":"{ __typename }"}',
      });
    await until('both workers to serve', async () => {
      expect((await ask()).status).toBe(200);
      return (await operations(metricsPort)) > 0 && (await operations(metricsPort + 1)) > 0;
    });

    process.kill(first, 'SIGKILL');
    await until('another worker', async () => {
      const now = workersOf(child);
      return now.length === 2 && !now.includes(first) && (await bothReady());
    });
    expect((await ask()).status).toBe(200);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  },
);

it('an invalid number of workers stops the start with every other fault', async () => {
  const { exited, output } = await start({ GATEWAY_WORKERS: '0', TRUST_PROXY: 'everyone' });
  expect(await exited).toEqual([78, null]);
  expect(await output).toContain('GATEWAY_WORKERS: must be 1 or more');
  expect(await output).toContain('TRUST_PROXY');
});
