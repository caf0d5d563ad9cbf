import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freePort } from '@shop/testing';
import { startShop } from '@shop/testing/shop';
import { median } from '../measure.ts';

// Measures the cold start of the gateway: milliseconds from its process to the first moment at which it is ready, and to
// the response to a query that is planned for it. It starts beside the running shop, with the variables of its gateway,
// in turn with a process of Node that ends at once.
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } });
const rounds = Number(values.rounds);
const pollMs = 5;
const query = '{ products(first: 1) { nodes { title variants { sku availability { status } } } } }';

async function environmentOf(pid: number): Promise<NodeJS.ProcessEnv> {
  const text = await readFile(`/proc/${pid}/environ`, 'utf8');
  const pairs = text.split('\0').filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

const startNode = (args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess =>
  spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });

/** Waits until the process is ready. Throws when it ends instead. */
async function untilReady(gateway: ChildProcess, metricsPort: number): Promise<void> {
  const url = `http://127.0.0.1:${metricsPort}/health/ready`;
  while (gateway.exitCode === null) {
    const response = await fetch(url).catch(() => undefined);
    await response?.text();
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  throw new Error(`The gateway ended with code ${gateway.exitCode}.`);
}

const program = fileURLToPath(new URL('../../gateway/dist/main.js', import.meta.url));

async function startGateway(environment: NodeJS.ProcessEnv) {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const env = { ...environment, PORT: String(port), METRICS_PORT: String(metricsPort) };
  const began = performance.now();
  const gateway = startNode([program], env);
  await untilReady(gateway, metricsPort);
  const ready = performance.now() - began;
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  if (!text.startsWith('{"data":{"products"')) throw new Error(text.slice(0, 500));
  const responded = performance.now() - began;
  gateway.kill('SIGKILL');
  await once(gateway, 'exit');
  return { ready, responded };
}

async function startNothing(): Promise<number> {
  const began = performance.now();
  await once(startNode(['--eval', '0'], {}), 'exit');
  return performance.now() - began;
}

const shop = await startShop({ LOG_LEVEL: 'warn' });
try {
  const environment = await environmentOf(shop.services['gateway']?.pid ?? 0);
  const figures = { node: [] as number[], ready: [] as number[], responded: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    figures.node.push(await startNothing());
    const { ready, responded } = await startGateway(environment);
    figures.ready.push(ready);
    figures.responded.push(responded);
  }
  const rows = Object.entries({
    'Node, which ends at once': figures.node,
    'gateway ready': figures.ready,
    'first query answered': figures.responded,
  }).map(([name, times]) => ({
    'milliseconds of': name,
    median: Math.round(median(times)),
    least: Math.round(Math.min(...times)),
    most: Math.round(Math.max(...times)),
  }));
  console.table(rows);
} finally {
  await shop.stop();
}
