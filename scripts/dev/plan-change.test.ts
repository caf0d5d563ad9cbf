import { describe, expect, test } from 'vitest';
import { newKeys } from '../keys/keys.ts';
import { processNames, processSpecs } from '../start/environment.ts';
import { hosted } from '../start/hosting.ts';
import { type Inputs, planChange } from './plan-change.ts';

const programs = hosted(
  processSpecs({
    ports: Object.fromEntries(processNames.map((name, index) => [name, 5_000 + index])),
    databaseUrls: {},
    bus: { driver: 'postgres', url: 'postgres://bus' },
    smtpUrl: undefined,
    mailbox: '',
    supergraph: '',
    keys: newKeys(),
    logLevel: 'info',
    nodeEnv: 'development',
  }),
);
const kit = 'packages/service/log.ts';
const money = 'packages/domain/money.ts';
const run = 'packages/service/run.ts';
const inputs: Readonly<Record<string, Inputs>> = {
  gateway: { 'start-gateway': ['gateway/start-gateway.ts', kit] },
  scripts: { host: ['scripts/start/host.ts', run], start: ['scripts/start/start.ts'] },
  'subgraphs/user': { 'start-graph': ['subgraphs/user/start-graph.ts', kit] },
  'subgraphs/order': {
    'start-graph': ['subgraphs/order/domain/order.ts', kit, money],
    'start-worker': ['subgraphs/order/domain/order.ts', money],
    seed: ['subgraphs/order/prisma/seed.ts'],
  },
  'workers/notification': { 'start-worker': ['workers/notification/mail.ts'] },
};

function planOf(...files: string[]) {
  const plan = planChange(files, programs, (folder) => inputs[folder] ?? {});
  return { ...plan, restart: plan.restart.map(({ name }) => name) };
}
const nothing = {
  compose: false,
  generate: [],
  migrate: [],
  build: [],
  restart: [],
  starter: false,
};

describe('a change during npm run dev', () => {
  test('a source of one subgraph builds and restarts the program of that subgraph', () => {
    const expected = { ...nothing, build: ['subgraphs/order'], restart: ['order'] };
    expect(planOf('subgraphs/order/domain/order.ts')).toEqual(expected);
  });

  test('a source of a package restarts the programs whose bundles contain it', () => {
    expect(planOf(money).restart).toEqual(['order']);
    expect(planOf(kit).restart).toEqual(['gateway', 'user', 'order']);
  });

  test('a source of the host restarts all programs and builds only the host', () => {
    const { build, restart } = planOf(run);
    expect(build).toEqual(['scripts']);
    expect(restart).toEqual(programs.map(({ name }) => name));
  });

  test('a file that no bundle contains does nothing', () => {
    expect(planOf('subgraphs/order/README.md', 'subgraphs/order/prisma/seed.ts')).toEqual(nothing);
  });

  test('the SDL of a subgraph composes the supergraph and restarts that subgraph only', () => {
    const expected = { ...nothing, compose: true, build: ['subgraphs/user'], restart: ['user'] };
    expect(planOf('schema/user.graphql')).toEqual(expected);
  });

  test('the shared SDL restarts every subgraph', () => {
    const restarted = planOf('schema/shared.graphql').restart;
    expect(restarted).toEqual(
      programs.map(({ name }) => name).filter((name) => name !== 'gateway'),
    );
  });

  test('the composed schemas restart nothing: the gateway loads the supergraph', () => {
    const composed = ['supergraph', 'api', 'shop'].map((name) => `schema/${name}.graphql`);
    expect(planOf(...composed)).toEqual(nothing);
  });

  test('a Prisma schema generates its client, a migration is applied, and both restart their program', () => {
    expect(planOf('subgraphs/order/prisma/schema.prisma')).toMatchObject({
      generate: ['subgraphs/order'],
      restart: ['order'],
    });
    expect(planOf('workers/notification/prisma/migrations/2026_x/migration.sql')).toMatchObject({
      migrate: ['notification'],
      restart: ['dead-letter+webhook+notification'],
    });
  });

  test('a source of the starter is reported, since only a new start applies it', () => {
    expect(planOf('scripts/start/start.ts')).toEqual({ ...nothing, starter: true });
  });
});
