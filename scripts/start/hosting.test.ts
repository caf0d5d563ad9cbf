import { ownsDatabase, subgraphs, workers } from '@shop/schema';
import { expect, test } from 'vitest';
import { newKeys } from '../keys/keys.ts';
import { metricsPortOf, portNames, processNames, processSpecs } from './environment.ts';
import { alone, hosted } from './hosting.ts';

const specs = processSpecs({
  ports: Object.fromEntries(portNames.map((name, index) => [name, 5_000 + index])),
  databaseUrls: {},
  bus: { driver: 'postgres', url: 'postgres://bus' },
  smtpUrl: undefined,
  mailbox: '/data/mailbox',
  supergraph: '/shop/schema/supergraph.graphql',
  keys: newKeys(),
  logLevel: 'info',
  nodeEnv: 'development',
});
const processes = hosted(specs);

test('every service runs in exactly one of the hosted processes', () => {
  const names = processes.flatMap(({ runs }) => runs.map(({ name }) => name));
  expect(names.sort()).toEqual([...processNames].sort());
});

test('the gateway runs alone, a graph runs with its worker, and services with little to do run together', () => {
  const names = subgraphs.map(({ name }) => name);
  const isPair = (name: string) => ownsDatabase(name) && name !== 'webhook';
  const others = [...names.filter((name) => !isPair(name)), ...workers.map(({ name }) => name)];
  expect(processes.map(({ name }) => name)).toEqual([
    'gateway',
    ...names.filter(isPair),
    others.join('+'),
  ]);
});

test('each service of a process has its own ports', () => {
  const order = processes.find(({ name }) => name === 'order');
  const [host, graph, worker] = order?.command ?? [];
  const portAt = (name: string) => 5_000 + portNames.indexOf(name);
  const ports = (name: string) => `${portAt(name)},${portAt(metricsPortOf(name))}`;
  expect(host).toMatch(/scripts\/dist\/host\.js$/);
  expect(graph).toMatch(new RegExp(`subgraphs/order/dist/start-graph\\.js=${ports('order')}$`));
  expect(worker).toMatch(
    new RegExp(`subgraphs/order/dist/start-worker\\.js=${ports('order-worker')}$`),
  );
});

test('services that share a process agree about every variable but the ports', () => {
  for (const { runs, env } of processes) {
    for (const { env: own } of runs) {
      const { PORT, METRICS_PORT } = own;
      expect({ ...env, PORT, METRICS_PORT }).toMatchObject(own);
    }
  }
});

test('a process alone runs the entry that its container runs', () => {
  const worker = specs.find(({ name }) => name === 'order-worker');
  expect(worker && alone(worker).command.join()).toMatch(/subgraphs\/order\/dist\/worker\.js$/);
});

test('only the single services save memory for young objects', () => {
  const saving = processes.filter(({ options }) => options.includes('--max-semi-space-size=4'));
  expect(saving).toEqual(processes.slice(-1));
});
