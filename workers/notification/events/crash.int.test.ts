import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { newId } from '@shop/domain';
import { createBus, declareAll, type EventBus, silentLog } from '@shop/messaging';
import { newEvent } from '@shop/schema';
import { createLog, createPostgresPool } from '@shop/service';
import { createTestDatabase, type TestDatabase, until } from '@shop/testing';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, expect, it } from 'vitest';

let deliveries: TestDatabase;
let busDatabase: TestDatabase;
let bus: EventBus;
const cleanups: (() => unknown)[] = [];

beforeEach(async () => {
  deliveries = await createTestDatabase('notification');
  busDatabase = await createTestDatabase();
  bus = await createBus({ busDatabaseUrl: busDatabase.url, log: silentLog });
  await declareAll(bus);
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await bus.close();
  await Promise.all([deliveries.drop(), busDatabase.drop()]);
});

/** A mail server that counts what it took; `beforeAnswer` runs when it has the first and has not said so. */
async function openServer(beforeAnswer: () => Promise<unknown>) {
  const taken: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    hideSTARTTLS: true,
    onData(stream, _, done) {
      let text = '';
      stream.on('data', (chunk) => (text += chunk));
      stream.on('end', async () => {
        if (taken.length === 0) await beforeAnswer();
        taken.push(text);
        done();
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  cleanups.push(() => server.close());
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, taken };
}

function startWorker(smtpUrl: string): ChildProcess {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: {
      ...process.env,
      RABBITMQ_URL: '',
      NOTIFICATION_DATABASE_URL: deliveries.url,
      BUS_DATABASE_URL: busDatabase.url,
      SMTP_URL: smtpUrl,
      MAIL_TOKEN_KEY: randomBytes(32).toString('base64'),
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  cleanups.push(() => child.kill('SIGKILL'));
  return child;
}

/** A connection of its own. */
async function connect(url: string) {
  const pool = createPostgresPool(url, createLog('test', 'silent'), 1);
  const client = await pool.connect();
  cleanups.push(async () => {
    client.release(true);
    await pool.end();
  });
  return client;
}

async function say(): Promise<string> {
  const userId = newId();
  const data = { userId, email: 'nel@shop.example', displayName: 'Nel' };
  const what = { type: 'user.registered.v1', subject: userId, data } as const;
  const event = newEvent('user', what, { correlationId: 'c-1' });
  const { id, type } = event;
  await bus.publish({ id, type, key: userId, body: JSON.stringify(event) });
  return id;
}

/** What a dead consumer held comes again when its lease ends: now. */
async function untilHandled(): Promise<void> {
  const client = await connect(busDatabase.url);
  await client.query('UPDATE bus.message SET lease_until = now()');
  const pending = async () => (await bus.depth('notification.mail')).pending;
  await until('the event to be handled', async () => (await pending()) === 0, {
    deadlineMs: 40_000,
  });
}

it('a worker killed after the mail was taken, and before it could note so, never sends it again', async () => {
  const blocker = await connect(deliveries.url);
  const observer = await connect(deliveries.url);
  const { url, taken } = await openServer(async () => {
    await blocker.query('BEGIN');
    await blocker.query('SELECT FROM deliveries FOR UPDATE');
  });
  const first = startWorker(url);
  const id = await say();
  const waiting = `SELECT pid FROM pg_stat_activity WHERE datname = current_database()
    AND wait_event_type = 'Lock' AND query ILIKE 'UPDATE%deliveries%'`;
  await until(
    'the worker to note that the mail was taken',
    async () => (await observer.query(waiting)).rowCount === 1,
    { deadlineMs: 40_000 },
  );
  expect(taken).toHaveLength(1);
  first.kill('SIGKILL');
  await once(first, 'exit');
  // The server would finish what a dead client has asked for.
  await observer.query(`SELECT pg_terminate_backend(pid) FROM (${waiting}) AS waiting`);
  await blocker.query('ROLLBACK');

  startWorker(url);
  await untilHandled();
  expect(taken).toHaveLength(1);
  expect(taken[0]).toContain(`Message-ID: <${id}.welcome@shop>`);
  expect(taken[0]).toContain('X-Correlation-ID: c-1');
  const { rows } = await observer.query(
    'SELECT event_id, status, attempts, sent_at FROM deliveries',
  );
  expect(rows).toEqual([{ event_id: id, status: 'SENDING', attempts: 1, sent_at: null }]);
});
