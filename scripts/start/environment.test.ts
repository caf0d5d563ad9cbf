import { ownsDatabase, subgraphs, workers } from '@shop/schema';
import { describe, expect, test } from 'vitest';
import { newKeys } from '../keys/keys.ts';
import { inherited, processNames, processSpecs, type Setting } from './environment.ts';

const setting: Setting = {
  ports: Object.fromEntries(processNames.map((name, index) => [name, 5_000 + index])),
  databaseUrls: Object.fromEntries(
    [...subgraphs, ...workers].map(({ name }) => [name, `postgres://${name}`]),
  ),
  bus: { driver: 'postgres', url: 'postgres://bus' },
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

const owners = subgraphs.filter(({ name }) => ownsDatabase(name));

test('the gateway, each subgraph, the worker of each subgraph with a database, and each worker are processes', () => {
  const names = processSpecs(setting).map(({ name }) => name);
  expect(names).toEqual(processNames);
  expect(names).toHaveLength(1 + subgraphs.length + owners.length + workers.length);
});

test.each(owners)('the processes of $name get the database of $name and no other', ({ name }) => {
  const own = `${name.toUpperCase()}_DATABASE_URL`;
  // The graph of webhooks binds events.
  const bus = name === 'webhook' ? ['BUS_DATABASE_URL'] : [];
  expect(named(name, /_DATABASE_URL$/)).toEqual([own, ...bus]);
  expect(named(`${name}-worker`, /_DATABASE_URL$/)).toEqual([own, 'BUS_DATABASE_URL']);
});

test('a subgraph without a database gets the bus and has no worker', () => {
  expect(named('dead-letter', /DATABASE|RABBITMQ/)).toEqual(['BUS_DATABASE_URL']);
  expect(processNames).not.toContain('dead-letter-worker');
});

test('only processes that sign tokens get private keys', () => {
  const holders = processNames.filter((name) => named(name, /PRIVATE_KEYS$/).length > 0);
  expect(holders).toEqual(['gateway', 'user']);
  expect(named('gateway', /PRIVATE_KEYS$/)).toEqual(['INTERNAL_TOKEN_PRIVATE_KEYS']);
  expect(named('user', /PRIVATE_KEYS$/)).toEqual(['ACCESS_TOKEN_PRIVATE_KEYS']);
});

test('only user, order and notification get the key of sealed tokens', () => {
  const holders = processNames.filter((name) => named(name, /^MAIL_TOKEN_KEY$/).length > 0);
  expect(holders).toEqual(['user', 'order', 'notification']);
});

test('only the order subgraph gets the secrets of payment webhooks, and order processes get the public URL', () => {
  const holders = processNames.filter((name) => named(name, /_SECRETS$/).length > 0);
  expect(holders).toEqual(['order']);
  for (const name of ['order', 'order-worker']) {
    expect(envOf(name)['PUBLIC_URL']).toBe(`http://localhost:${setting.ports['gateway']}`);
  }
});

test('links of e-mails lead to the storefront, unless the pages of the shop are elsewhere', () => {
  const { SHOP_URL } = envOf('notification');
  expect(SHOP_URL).toBe(`http://localhost:${setting.ports['gateway']}/shop`);
  const shopUrl = 'https://shop.example';
  expect(envOf('notification', { shopUrl })['SHOP_URL']).toBe(shopUrl);
});

test('only webhook processes get the key of the secrets of endpoints, and the networks that npm start allows', () => {
  const webhookNetworks = '127.0.0.0/8';
  for (const variable of ['WEBHOOK_SECRET_KEY', 'WEBHOOK_ALLOWED_NETWORKS']) {
    const holders = processNames.filter((name) => envOf(name, { webhookNetworks })[variable]);
    expect(holders).toEqual(['webhook', 'webhook-worker']);
  }
});

test('the gateway gets the URLs of all subgraphs and the bus, and no database of a service', () => {
  expect(envOf('gateway')).toMatchObject({
    ORDER_SUBGRAPH_URL: `http://127.0.0.1:${setting.ports['order']}/graphql`,
    ACCESS_TOKEN_JWKS_URL: `http://127.0.0.1:${setting.ports['user']}/.well-known/jwks.json`,
    REVOCATIONS_URL: `http://127.0.0.1:${setting.ports['user']}/revocations`,
  });
  expect(named('gateway', /DATABASE|RABBITMQ/)).toEqual(['BUS_DATABASE_URL']);
});

test('staff are notified of low stock at the demonstration address, unless another is set', () => {
  expect(envOf('notification')['STAFF_MAIL']).toBe('staff@shop.example');
  const staffMail = 'boss@shop.example';
  const holders = processNames.filter(
    (name) => envOf(name, { staffMail })['STAFF_MAIL'] === staffMail,
  );
  expect(holders).toEqual(['notification']);
});

test('the worker of orders gets the seller of the demonstration, unless another is set', () => {
  const name = (change: Partial<Setting> = {}) =>
    processNames.filter((process) => envOf(process, change)['SELLER_NAME']);
  expect(name()).toEqual(['order-worker']);
  const { SELLER_NAME, SELLER_TAX_ID } = envOf('order-worker', {
    seller: { SELLER_NAME: 'Nordwind GmbH' },
  });
  expect({ SELLER_NAME, SELLER_TAX_ID }).toEqual({
    ...{ SELLER_NAME: 'Nordwind GmbH', SELLER_TAX_ID: 'DE000000000' },
  });
});

test('only the gateway gets the URL of Redis', () => {
  const redisUrl = 'redis://x';
  expect(named('gateway', /REDIS/)).toEqual([]);
  const holders = processNames.filter(
    (name) => envOf(name, { redisUrl })['REDIS_URL'] === redisUrl,
  );
  expect(holders).toEqual(['gateway']);
});

describe('with RabbitMQ', () => {
  const bus = { driver: 'rabbitmq', url: 'amqp://mq' } as const;

  test('with RabbitMQ the processes that use the bus get its URL and no bus database', () => {
    for (const name of ['order-worker', 'gateway']) {
      const env = envOf(name, { bus });
      expect(env['RABBITMQ_URL']).toBe('amqp://mq');
      expect(env).not.toHaveProperty('BUS_DATABASE_URL');
    }
    expect(envOf('order', { bus })).not.toHaveProperty('RABBITMQ_URL');
  });
});

test('the variables of the payment provider reach the processes of orders, and no other', () => {
  const payment = { ACME_SECRET_KEY: 'secret' };
  const reached = processSpecs({ ...setting, payment })
    .filter(({ env }) => env['ACME_SECRET_KEY'] === 'secret')
    .map(({ name }) => name);
  expect(reached).toEqual(['order', 'order-worker']);
});

test('processes inherit tuning, but no variable that the shop sets itself', () => {
  const tuning = {
    PATH: '/bin',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel',
    CORS_ORIGINS: 'a',
    PAYMENT_PROVIDER: 'test',
  };
  const handedOut = {
    ORDER_DATABASE_URL: 'postgres://x',
    RABBITMQ_URL: 'amqp://x',
    REDIS_URL: 'redis://x',
    SMTP_URL: 'smtp://x',
    ACCESS_TOKEN_PRIVATE_KEYS: '{}',
    MAIL_TOKEN_KEY: 'x',
    PAYMENT_WEBHOOK_SECRETS: 'x',
    ACME_SECRET_KEY: 'x',
    ACME_API_TOKEN: 'x',
    PUBLIC_URL: 'http://x',
    PORT: '4000',
    METRICS_PORT: '9464',
    REDIS_PASSWORD: 'x',
    DATA_DIR: 'x',
    npm_config_cache: 'x',
  };
  expect(inherited({ ...tuning, ...handedOut })).toEqual(tuning);
});
