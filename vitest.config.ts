import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { brokerUrl } from './packages/messaging/testing/rabbit.ts';

const node = ['**/node_modules/**', '**/dist/**'];

/** For a test or a hook that hangs. On a machine that other work keeps busy, the longest take some six minutes. */
const timeout = 1_200_000;

/** Files of one worker share what they import, which takes longer than most tests; none changes it. */
const isolate = false;

const filesOf = (names: readonly string[]) => names.map((name) => `e2e/${name}.e2e.ts`);

/** End to end: the whole shop, started as a new user would, on either bus. */
const journey = (
  name: string,
  globalSetup: string,
  { include = filesOf(['**/*']), exclude = [] }: Readonly<Record<string, readonly string[]>>,
) => ({
  extends: true as const,
  test: {
    name,
    isolate,
    include: [...include],
    exclude: [...node, ...exclude],
    globalSetup,
    // One file at a time, since they look at the same shop; so the projects of this group take turns.
    maxWorkers: 1,
    sequence: { groupOrder: 1 },
  },
});

/** Tests of pages, in a shop of their own: they see no orders and settings of the others. */
const pages = filesOf([
  ...['back-office*', 'client-tabs', 'document-links', 'lighthouse', 'pages', 'react-example'],
  ...['storefront*', 'web-*'],
]);

/** Tests of what no bus takes part in: one run is enough. */
const withoutBus = filesOf([
  ...['access', 'address-book', 'bad-fields', 'bad-input', 'cache', 'chaos/execute-plan'],
  ...['client-cache', 'client-outbox', 'clients-guide', 'invalid-requests', 'payments', 'postman'],
  ...['refusals', 'rest', 'saved-payment-methods', 'sign-in'],
]);

/** Starts with the faults, which take longest and mostly wait, so that the other tests run beside them. */
class FaultsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isFault = ({ project }: TestSpecification) => project.name === 'chaos';
    return [...sorted.filter(isFault), ...sorted.filter((file) => !isFault(file))];
  }
}

const broker = await brokerUrl();

export default defineConfig({
  // CommonJS packages load graphql's CommonJS build; two builds in one process refuse each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    testTimeout: timeout,
    hookTimeout: timeout,
    teardownTimeout: timeout,
    // For a condition that is never met.
    expect: { poll: { timeout: 300_000 } },
    // Tests wait for databases, brokers and other processes half of the time: a core has work for more than one.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    sequence: { sequencer: FaultsFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          isolate,
          setupFiles: 'packages/testing/fixed-seed.ts',
          include: ['**/*.test.ts'],
          exclude: [...node, '**/*.int.test.ts'],
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
        },
      },
      journey('e2e', 'e2e/setup.ts', { exclude: pages }),
      journey('e2e of pages', 'e2e/setup.ts', { include: pages }),
      ...(broker
        ? [
            journey('e2e on RabbitMQ', 'e2e/setup-rabbitmq.ts', {
              exclude: [...pages, ...withoutBus],
            }),
          ]
        : []),
      {
        extends: true,
        test: {
          name: 'chaos',
          include: ['**/*.chaos.ts'],
          exclude: node,
          testTimeout: 1_800_000,
        },
      },
    ],
  },
});
