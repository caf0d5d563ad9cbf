import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { newId } from '@shop/domain';
import { createBus, declareAll, type EventBus, silentLog } from '@shop/messaging';
import { newEvent } from '@shop/schema';
import {
  createTestDatabase,
  createTestPool,
  startSmtpServer,
  type TestDatabase,
  until,
} from '@shop/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';

let deliveries: TestDatabase;
let busDatabase: TestDatabase;
let bus: EventBus;
const cleanups: (() => unknown)[] = [];

beforeEach(async () => {
  deliveries = await createTestDatabase('notification');
  busDatabase = await createTestDatabase();
  bus = await createBus({ driver: 'postgres', url: busDatabase.url }, silentLog);
  await declareAll(bus);
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await bus.close();
  await Promise.all([deliveries.drop(), busDatabase.drop()]);
});

/** Starts a mail server; `beforeAccept` runs when it has received the first message. */
async function startMailServer(beforeAccept: () => Promise<unknown>) {
  const accepted: string[] = [];
  const server = await startSmtpServer(async (message) => {
    if (accepted.length === 0) await beforeAccept();
    accepted.push(message);
  });
  cleanups.push(server.close);
  return { url: server.url, accepted };
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

/** Opens a connection that nothing else uses. */
async function connect(url: string) {
  const pool = createTestPool(url, { max: 1 });
  const client = await pool.connect();
  cleanups.push(async () => {
    client.release(true);
    await pool.end();
  });
  return client;
}

async function publishEvent(): Promise<string> {
  const userId = newId();
  const data = { userId, email: 'nel@shop.example', displayName: 'Nel' };
  const fact = { type: 'user.registered.v1', subject: userId, data } as const;
  const event = newEvent('user', fact, { correlationId: 'c-1' });
  const { id, type } = event;
  await bus.publish({ id, type, key: userId, body: JSON.stringify(event) });
  return id;
}

/** Ends the leases of the dead consumer, so that its messages are delivered again at once. */
async function untilHandled(): Promise<void> {
  const client = await connect(busDatabase.url);
  await client.query('UPDATE bus.message SET lease_until = now()');
  const pending = async () => (await bus.depth('notification.mail')).pending;
  await until('the event to be handled', async () => (await pending()) === 0);
}

it('a worker killed between sending an e-mail and recording it never sends the e-mail again', async () => {
  const blocker = await connect(deliveries.url);
  const observer = await connect(deliveries.url);
  const { url, accepted } = await startMailServer(async () => {
    await blocker.query('BEGIN');
    await blocker.query('SELECT FROM deliveries FOR UPDATE');
  });
  const first = startWorker(url);
  const id = await publishEvent();
  const waiting = `SELECT pid FROM pg_stat_activity WHERE datname = current_database()
    AND wait_event_type = 'Lock' AND query ILIKE 'UPDATE%deliveries%'`;
  await until(
    'the worker to record that the e-mail was sent',
    async () => (await observer.query(waiting)).rowCount === 1,
  );
  expect(accepted).toHaveLength(1);
  first.kill('SIGKILL');
  await once(first, 'exit');
  // PostgreSQL would still run the statement of the dead client.
  await observer.query(`SELECT pg_terminate_backend(pid) FROM (${waiting}) AS waiting`);
  await blocker.query('ROLLBACK');

  startWorker(url);
  await untilHandled();
  expect(accepted).toHaveLength(1);
  expect(accepted[0]).toContain(`Message-ID: <${id}.welcome@shop>`);
  expect(accepted[0]).toContain('X-Correlation-ID: c-1');
  const { rows } = await observer.query(
    'SELECT event_id, status, attempts, sent_at FROM deliveries',
  );
  expect(rows).toEqual([{ event_id: id, status: 'SENDING', attempts: 1, sent_at: null }]);
});
