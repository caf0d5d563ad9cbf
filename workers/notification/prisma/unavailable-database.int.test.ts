import { createLog, formatErrors } from '@shop/service';
import { createPool, type Pool } from '@shop/service/postgres';
import { inTransaction } from '@shop/service/prisma';
import {
  createTcpProxy,
  createTestDatabase,
  createTestPool,
  startTestApp,
  type TcpProxy,
  type TestDatabase,
  until,
} from '@shop/testing';
import { GraphQLError } from 'graphql';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { createPrisma } from './client.ts';

/** Each way in which services speak to their database, on a table that the test may lock. */
const statements: Readonly<Record<string, (on: Connections) => Promise<unknown>>> = {
  'a query of the pool': ({ pool }) => pool.query('SELECT count(*) FROM deliveries'),
  'a query of Prisma': ({ prisma }) => prisma.delivery.count(),
  'a raw query of Prisma': ({ prisma }) => prisma.$queryRaw`SELECT count(*) FROM deliveries`,
  'a transaction of Prisma': ({ prisma }) =>
    inTransaction(prisma, (transaction) => transaction.delivery.count()),
};

type Connections = { readonly pool: Pool; readonly prisma: PrismaClient };

const role = 'unavailable_test';
let database: TestDatabase;
let admin: Pool;
let proxy: TcpProxy;
let connections: Connections;

beforeEach(async () => {
  database = await createTestDatabase('notification');
  admin = createTestPool(database.url);
  await admin.query(`DROP ROLE IF EXISTS ${role}`);
  await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'right'`);
  await admin.query(`GRANT ALL ON deliveries TO ${role}`);
  proxy = await createTcpProxy(database.url);
  const url = new URL(proxy.url);
  url.username = role;
  url.password = 'right';
  const limits = { connectTimeoutMs: 2_000, statementTimeoutMs: 4_000 };
  const pool = createPool(url.href, { warn: () => undefined }, limits);
  connections = { pool, prisma: createPrisma(pool) };
});
afterEach(async () => {
  await proxy.cut();
  await connections.pool.end();
  await admin.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  await admin.end();
  await database.drop();
});

/** What a client reads of the errors of all statements. */
async function codesOf(running: Readonly<Record<string, Promise<unknown>>>) {
  const format = formatErrors(createLog('test', 'silent'));
  const codeOf = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => new Error('it succeeded'),
      (reason: Error) => reason,
    );
    const located = new GraphQLError('', { originalError: error, path: ['order', 'total'] });
    const { extensions, path } = format(located.toJSON(), located);
    return `${extensions?.['code']} at ${path?.join('.')}`;
  };
  const entries = Object.entries(running).map(async ([name, work]) => [name, await codeOf(work)]);
  return Object.fromEntries(await Promise.all(entries));
}

const startAll = () => {
  const all = Object.entries(statements).map(([name, run]) => {
    const work = run(connections);
    work.catch(() => undefined);
    return [name, work] as const;
  });
  return Object.fromEntries(all);
};

const allUnavailable = Object.fromEntries(
  Object.keys(statements).map((name) => [name, 'SERVICE_UNAVAILABLE at order.total']),
);

const sessions = `FROM pg_stat_activity WHERE usename = '${role}'`;

it.each([
  ['its session is terminated', () => admin.query(`SELECT pg_terminate_backend(pid) ${sessions}`)],
  ['its connection breaks', () => proxy.cut()],
  ['it waits for a lock too long', async () => {}],
  ['its network is dead', async () => proxy.stall()],
])('a statement whose database fails because %s is SERVICE_UNAVAILABLE', async (_, strike) => {
  const locker = await admin.connect();
  try {
    await locker.query('BEGIN; LOCK TABLE deliveries');
    const running = startAll();
    await until('all statements to wait', async () => {
      const { rowCount } = await admin.query(`SELECT ${sessions} AND wait_event_type = 'Lock'`);
      return rowCount === Object.keys(statements).length;
    });
    await strike();
    expect(await codesOf(running)).toEqual(allUnavailable);
  } finally {
    await locker.query('ROLLBACK');
    locker.release();
  }
});

it('a transaction that takes longer than a statement may is SERVICE_UNAVAILABLE', async () => {
  const pool = createPool(database.url, { warn: () => undefined }, { statementTimeoutMs: 400 });
  const work = inTransaction(createPrisma(pool), async (transaction) => {
    for (let n = 0; n < 3; n++) await transaction.$queryRaw`SELECT pg_sleep(0.3)::text`;
  });
  expect(await codesOf({ work })).toEqual({ work: 'SERVICE_UNAVAILABLE at order.total' });
  await pool.end();
});

/** From another database: PostgreSQL does not close the one of the session. */
async function alterDatabase(change: string): Promise<void> {
  const server = createTestPool(inject('postgresUrl'));
  await server.query(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} ${change}`);
  await server.end();
}

it.each([
  ['its server refuses connections', () => proxy.cut()],
  ['its server does not respond', async () => proxy.mute()],
  [
    'its server has too many connections',
    () => admin.query(`ALTER ROLE ${role} CONNECTION LIMIT 0`),
  ],
  ['its database takes no connections', () => alterDatabase('ALLOW_CONNECTIONS false')],
  ['its login is disabled', () => admin.query(`ALTER ROLE ${role} NOLOGIN`)],
  ['its password has changed', () => admin.query(`ALTER ROLE ${role} PASSWORD 'other'`)],
  [
    'its server only reads after a failover',
    () => alterDatabase('SET default_transaction_read_only = on'),
  ],
])('a request is SERVICE_UNAVAILABLE when %s', async (reason, strike) => {
  await strike();
  const running = reason.includes('reads')
    ? { 'a raw write of Prisma': connections.prisma.$executeRaw`DELETE FROM deliveries` }
    : startAll();
  const codes = Object.values(await codesOf(running));
  expect(codes).toEqual(codes.map(() => 'SERVICE_UNAVAILABLE at order.total'));
  await alterDatabase('ALLOW_CONNECTIONS true');
});

it('a transaction whose session ends between two statements is SERVICE_UNAVAILABLE', async () => {
  const work = inTransaction(connections.prisma, async (transaction) => {
    await transaction.delivery.count();
    await admin.query(`SELECT pg_terminate_backend(pid) ${sessions}`);
    await until('the session to end', async () => {
      const { rowCount } = await admin.query(`SELECT ${sessions}`);
      return rowCount === 0;
    });
    return transaction.delivery.count();
  });
  expect(await codesOf({ transaction: work })).toEqual({
    transaction: 'SERVICE_UNAVAILABLE at order.total',
  });
});

it('a request without GraphQL is 503 SERVICE_UNAVAILABLE when the database is unavailable, without a stack in the log', async () => {
  const app = await startTestApp(({ app: routes }) =>
    routes.post('/webhook', async (_, response) => {
      await connections.prisma.delivery.count();
      response.json({});
    }),
  );
  await proxy.cut();
  const response = await fetch(`${app.url}/webhook`, { method: 'POST' });
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({
    errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
  });
  expect(app.logged.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'warn', msg: 'a dependency is unavailable' },
  ]);
  expect(app.logged.join()).not.toContain('    at ');
  await app.close();
});

it('an error that the database reports for the statement itself stays an internal error', async () => {
  const running = { statement: connections.prisma.$queryRaw`SELECT 1 / 0` };
  expect(await codesOf(running)).toEqual({ statement: 'INTERNAL_SERVER_ERROR at order.total' });
});
