import { defineConfig } from 'vitest/config';
import { brokerUrl } from './packages/messaging/testing/rabbit.ts';

const node = ['**/node_modules/**', '**/dist/**'];

/** For a test that hangs. On a machine that other work keeps busy, the longest take more than a minute. */
const testTimeout = 180_000;

/** End to end: the whole shop, started as a new user would, on either bus. */
const journey = (name: string, globalSetup: string, exclude: readonly string[] = []) => ({
  extends: true as const,
  test: {
    name,
    include: ['e2e/**/*.e2e.ts'],
    exclude: [...node, ...exclude],
    globalSetup,
    testTimeout,
    hookTimeout: testTimeout,
    // One file at a time: they look at the same shop.
    maxWorkers: 1,
    sequence: { groupOrder: 1 },
  },
});

/** Long tests of what no bus takes part in: one run is enough. */
const withoutBus = [
  ...['access', 'address-book', 'bad-fields', 'bad-input', 'pages'],
  ...['client-cache', 'client-outbox', 'client-tabs'],
].map((name) => `e2e/${name}.e2e.ts`);

const broker = await brokerUrl();
/** Files of one worker share what they import, which takes longer than most tests; none changes it. */
const isolate = false;

export default defineConfig({
  // CommonJS packages load graphql's CommonJS build; two builds in one process refuse each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    // vitest leaves a core to itself, which is half of a machine with two.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          isolate,
          include: ['**/*.test.ts'],
          exclude: [...node, '**/*.int.test.ts'],
          testTimeout,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          isolate,
          include: ['**/*.int.test.ts'],
          exclude: node,
          globalSetup: 'scripts/testing/setup.ts',
          testTimeout,
          hookTimeout: testTimeout,
        },
      },
      journey('e2e', 'e2e/setup.ts'),
      ...(broker ? [journey('e2e on RabbitMQ', 'e2e/setup-rabbitmq.ts', withoutBus)] : []),
      {
        extends: true,
        test: {
          name: 'chaos',
          include: ['**/*.chaos.ts'],
          exclude: node,
          testTimeout: 1_200_000,
          // After the others: it needs the machine for itself, and others must not wait for it.
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
