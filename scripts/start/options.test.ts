import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../root.ts';
import { OptionsError, readOptions } from './options.ts';

const faultsOf = (args: readonly string[], env: NodeJS.ProcessEnv = {}): string => {
  try {
    readOptions(args, env);
  } catch (error) {
    if (error instanceof OptionsError) return error.message;
    throw error;
  }
  return 'none';
};

test('without options the shop uses embedded services, the seed, and port 4000 or a free one', () => {
  expect(readOptions([], {})).toMatchObject({
    reset: false,
    seed: true,
    json: false,
    port: undefined,
    dataDir: join(root, '.data'),
    databaseUrls: {},
    bus: undefined,
  });
});

test('the flags --reset, --no-seed, --json and -h set their options', () => {
  const given = readOptions(['--reset', '--no-seed', '--json'], {});
  expect(given).toMatchObject({ reset: true, seed: false, json: true });
  expect(readOptions(['-h'], {}).help).toBe(true);
});

test('unknown options and arguments are refused, and the message names them', () => {
  expect(faultsOf(['--rest'])).toContain('--rest');
  expect(faultsOf(['now'])).toContain('now');
});

test('external databases and RabbitMQ are read from the environment; empty variables are ignored', () => {
  const url = 'postgres://shop@db:5432/orders';
  const env = { ORDER_DATABASE_URL: url, USER_DATABASE_URL: '', RABBITMQ_URL: 'amqp://mq' };
  expect(readOptions([], env)).toMatchObject({
    databaseUrls: { order: url },
    bus: { driver: 'rabbitmq', url: 'amqp://mq' },
  });
});

test('one message lists all faults of the environment', () => {
  const env = { PORT: '99999', ORDER_DATABASE_URL: 'mysql://x', RABBITMQ_URL: 'http://mq' };
  const faults = faultsOf([], env);
  for (const name of Object.keys(env)) expect(faults).toContain(name);
});

test('a relative DATA_DIR is relative to the folder where npm was started', () => {
  const { dataDir } = readOptions([], { DATA_DIR: 'data', INIT_CWD: '/srv/shop' });
  expect(dataDir).toBe(resolve('/srv/shop/data'));
});

test('PORT 0 requests any free port', () => {
  expect(readOptions([], { PORT: '0' }).port).toBe(0);
});
