import { subgraphs, workers } from '@shop/schema';
import { describe, expect, test } from 'vitest';
import { inherited, processNames, processSpecs, type Setting } from './environment.ts';
import { newKeys } from './keys.ts';

const setting: Setting = {
  ports: Object.fromEntries(processNames.map((name, index) => [name, 5_000 + index])),
  databaseUrls: {
    ...Object.fromEntries(
      [...subgraphs, ...workers].map(({ name }) => [name, `postgres://${name}`]),
    ),
    bus: 'postgres://bus',
  },
  rabbitmqUrl: undefined,
  smtpUrl: undefined,
  mailbox: '/data/mailbox',
  supergraph: '/shop/schema/supergraph.graphql',
  keys: newKeys(),
  logLevel: 'info',
  nodeEnv: 'development',
};
const envOf = (name: string, change: Partial<Setting> = {}) =>
  processSpecs({ ...setting, ...change }).find((spec) => spec.name === name)?.env ?? {};
const named = (name: string, pattern: RegExp) =>
  Object.keys(envOf(name)).filter((variable) => pattern.test(variable));

test('there is a process for the gateway, two for each subgraph, one for each worker', () => {
  const names = processSpecs(setting).map(({ name }) => name);
  expect(names).toEqual(processNames);
  expect(names).toHaveLength(1 + 2 * subgraphs.length + workers.length);
});

test.each(subgraphs)('$name gets its own database and no other', ({ name }) => {
  const own = `${name.toUpperCase()}_DATABASE_URL`;
  expect(named(name, /_DATABASE_URL$/)).toEqual([own]);
  expect(named(`${name}-worker`, /_DATABASE_URL$/)).toEqual([own, 'BUS_DATABASE_URL']);
});

test('only those who sign get private keys', () => {
  const holders = processNames.filter((name) => named(name, /PRIVATE_KEYS$/).length > 0);
  expect(holders).toEqual(['gateway', 'user']);
  expect(named('gateway', /PRIVATE_KEYS$/)).toEqual(['INTERNAL_TOKEN_PRIVATE_KEYS']);
  expect(named('user', /PRIVATE_KEYS$/)).toEqual(['ACCESS_TOKEN_PRIVATE_KEYS']);
});

test('the gateway finds every subgraph, and touches neither databases nor the bus', () => {
  expect(envOf('gateway')).toMatchObject({
    ORDER_SUBGRAPH_URL: `http://127.0.0.1:${setting.ports['order']}/graphql`,
    ACCESS_TOKEN_JWKS_URL: `http://127.0.0.1:${setting.ports['user']}/.well-known/jwks.json`,
  });
  expect(named('gateway', /DATABASE|RABBITMQ/)).toEqual([]);
});

describe('with RabbitMQ', () => {
  test('those who use the bus get its URL and no bus database', () => {
    const env = envOf('order-worker', { rabbitmqUrl: 'amqp://mq' });
    expect(env['RABBITMQ_URL']).toBe('amqp://mq');
    expect(env).not.toHaveProperty('BUS_DATABASE_URL');
    expect(envOf('order', { rabbitmqUrl: 'amqp://mq' })).not.toHaveProperty('RABBITMQ_URL');
  });
});

test('tuning is inherited, what the shop hands out itself is not', () => {
  const tuning = { PATH: '/bin', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel', CORS_ORIGINS: 'a' };
  const handedOut = {
    ORDER_DATABASE_URL: 'postgres://x',
    RABBITMQ_URL: 'amqp://x',
    SMTP_URL: 'smtp://x',
    ACCESS_TOKEN_PRIVATE_KEYS: '{}',
    PORT: '4000',
    DATA_DIR: 'x',
    npm_config_cache: 'x',
  };
  expect(inherited({ ...tuning, ...handedOut })).toEqual(tuning);
});
