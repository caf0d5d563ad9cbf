import { newId } from '@shop/domain';
import { holdWhileUnavailable, silentLog } from '@shop/messaging';
import { createLog } from '@shop/service';
import { createPool, createSqlDatabase } from '@shop/service/postgres';
import { createTcpProxy, createTestDatabase, type TestDatabase, until } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrisma } from '../prisma/client.ts';
import { countUnsettled, createDeliveryLog } from '../prisma/delivery-log.ts';
import { createVerifiedMailboxes } from '../prisma/verified-mailboxes.ts';
import { noMailLimits } from '../testing/delivery-service.ts';
import type { Channel, Delivery } from './delivery.ts';
import { createDeliveryService } from './delivery-service.ts';
import type { Notification } from './notification.ts';
import { type DeliveryLog, type Envelope, MessageRejectedError, type Outcome } from './ports.ts';
import { deliveriesOf } from './render.ts';

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;
let prisma: ReturnType<typeof createPrisma>;
let log: DeliveryLog;
beforeAll(async () => {
  database = await createTestDatabase('notification');
  pool = createPool(database.url, createLog('test', 'silent'));
  prisma = createPrisma(pool);
  log = createDeliveryLog(createSqlDatabase(pool), {
    mailLimits: { ORDER: 3, UNVERIFIED_ORDER: 1, ACCOUNT: 2 },
  });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const createNotification = (): Notification => ({
  eventId: newId(),
  template: 'welcome',
  correlationId: 'c',
  recipients: { emails: ['nel@shop.example'] },
  subject: 'Hello',
  body: ['Hello'],
  textMessage: 'Hello',
});
const emailOf = (notification: Notification) => deliveriesOf(notification)[0] as Delivery;
const rowOf = ({ eventId, template }: Notification, channel: Channel = 'EMAIL') =>
  prisma.delivery.findUniqueOrThrow({
    where: { eventId_template_channel: { eventId, template, channel } },
  });

/** A service whose channels accept messages or throw the given errors, one after the other. */
function createScripted(results: readonly (Error | undefined)[] = [], deliveryLog = log) {
  const accepted: Envelope[] = [];
  const outcomes: Outcome[] = [];
  const remaining = [...results];
  const send = async (_: unknown, envelope: Envelope) => {
    const error = remaining.shift();
    if (error) throw error;
    accepted.push(envelope);
  };
  const { deliver } = createDeliveryService({
    log: deliveryLog,
    channels: { EMAIL: { send }, SMS: { send } },
    report: (_, outcome) => void outcomes.push(outcome),
  });
  return { accepted, outcomes, deliver };
}

describe('the delivery service', () => {
  it('an e-mail is sent once, however often its event is delivered', async () => {
    const notification = createNotification();
    const { deliver, accepted, outcomes } = createScripted();
    await Promise.all([1, 2, 3].map(() => deliver(notification)));
    await deliver(notification);
    const envelope = { messageId: `${notification.eventId}.welcome`, correlationId: 'c' };
    expect(accepted).toEqual([envelope]);
    expect(outcomes.sort()).toEqual(['repeated', 'repeated', 'repeated', 'sent']);
    const row = await rowOf(notification);
    expect(row).toMatchObject({ status: 'SENT', attempts: 1, channel: 'EMAIL' });
    expect(row.sentAt?.getTime()).toBeGreaterThanOrEqual(row.createdAt.getTime() - 1_000);
  });

  it('an e-mail that is rejected temporarily is sent when its event is retried', async () => {
    const notification = createNotification();
    const { deliver, accepted, outcomes } = createScripted([
      new MessageRejectedError('try later', true),
    ]);
    await expect(deliver(notification)).rejects.toThrow('try later');
    expect(await rowOf(notification)).toMatchObject({
      status: 'RETRY',
      error: 'try later',
      sentAt: null,
    });
    expect(outcomes).toEqual(['deferred']);
    await deliver(notification);
    expect(accepted).toHaveLength(1);
    expect(await rowOf(notification)).toMatchObject({ status: 'SENT', attempts: 2, error: null });
  });

  it.each([
    ['rejected permanently', new MessageRejectedError('no such mailbox', false)],
    ['possibly accepted', new Error('connection lost after DATA')],
  ])('an e-mail that was %s is not sent again', async (_, error) => {
    const notification = createNotification();
    const { deliver, accepted, outcomes } = createScripted([error]);
    await deliver(notification);
    await deliver(notification);
    expect(accepted).toHaveLength(0);
    expect(outcomes).toEqual(['failed', 'repeated']);
    expect(await rowOf(notification)).toMatchObject({ status: 'FAILED', error: error.message });
  });

  it('an e-mail whose sending was interrupted by a crash is sent again only when an operator allows it', async () => {
    const notification = createNotification();
    const { deliver, accepted } = createScripted();
    await log.claim(emailOf(notification));
    await deliver(notification);
    expect(accepted).toHaveLength(0);
    // The statement of docs/operations.md.
    await pool.query(
      `UPDATE deliveries SET status = 'RETRY' WHERE status = 'SENDING' AND event_id = $1`,
      [notification.eventId],
    );
    await deliver(notification);
    expect(accepted).toHaveLength(1);
    expect(await rowOf(notification)).toMatchObject({ status: 'SENT', attempts: 2 });
  });
});

it.each([
  ['accepted', undefined, { status: 'SENT' }],
  ['rejected temporarily', new MessageRejectedError('try later', true), { status: 'RETRY' }],
])(
  'an e-mail that is %s while the database is unavailable is recorded as soon as the database is back',
  async (_, error, row) => {
    const proxy = await createTcpProxy(database.url);
    const proxiedPool = createPool(proxy.url, createLog('test', 'silent'));
    let held = 0;
    const holdingLog = createDeliveryLog(createSqlDatabase(proxiedPool), {
      mailLimits: noMailLimits,
      hold: (work, { eventId: id, template: type }) =>
        holdWhileUnavailable(
          work,
          new AbortController().signal,
          { ...silentLog, warn: () => void held++ },
          { id, type },
        ),
    });
    const send = async () => {
      await proxy.cut();
      if (error) throw error;
    };
    const notification = createNotification();
    const { deliver } = createDeliveryService({
      log: holdingLog,
      channels: { EMAIL: { send }, SMS: { send } },
      report: () => undefined,
    });
    const delivered = deliver(notification).catch((thrown: unknown) => thrown);
    await until('the outcome to be held', () => held > 0);
    expect(await rowOf(notification)).toMatchObject({ status: 'SENDING' });
    await proxy.restore();
    expect(await delivered).toBe(error);
    expect(await rowOf(notification)).toMatchObject(row);
    await proxiedPool.end();
    await proxy.cut();
  },
);

it('deliveries that began more than a minute ago and have no outcome are counted as unsettled', async () => {
  await log.claim(emailOf(createNotification()));
  const before = await countUnsettled(prisma);
  const delivery = emailOf(createNotification());
  await log.claim(delivery);
  await pool.query(
    `UPDATE deliveries SET updated_at = now() - interval '61 s' WHERE event_id = $1`,
    [delivery.eventId],
  );
  expect(await countUnsettled(prisma)).toBe(before + 1);
  await log.markSent(delivery);
  expect(await countUnsettled(prisma)).toBe(before);
});

it('an e-mail and a text message of the same notification are two messages, each sent once', async () => {
  const notification = createNotification();
  const phone = '+4930123456';
  const byPhone = { ...notification, recipients: { emails: [], phone } };
  const { deliver, accepted } = createScripted();
  for (const one of [notification, byPhone, byPhone, notification]) await deliver(one);
  expect(accepted.map(({ messageId }) => messageId)).toEqual([
    `${notification.eventId}.welcome`,
    `${notification.eventId}.welcome.sms`,
  ]);
  expect(await rowOf(notification, 'SMS')).toMatchObject({ status: 'SENT', recipient: phone });
});

describe('the hourly limit of a mailbox', () => {
  const mailboxes = ['flood', 'again', 'crowded'].map((name) => `${name}@shop.example`);
  beforeAll(async () => {
    for (const mailbox of mailboxes) await createVerifiedMailboxes(prisma).add(mailbox);
  });
  const orderMail = (address: string, template = 'order-received'): Notification => ({
    ...{ ...createNotification(), template, purpose: 'ORDER' },
    recipients: { emails: [address] },
  });
  const accountMail = (address: string, template: string): Notification => ({
    ...orderMail(address, template),
    purpose: 'ACCOUNT',
  });

  it('of concurrent order e-mails to all spellings of an address as many are sent as the limit allows', async () => {
    const { deliver, accepted, outcomes } = createScripted();
    const notifications = Array.from({ length: 10 }, (_, n) =>
      orderMail(n % 2 ? `Flood+${n}@shop.example` : 'flood@shop.example', `order-${n}`),
    );
    await Promise.all(notifications.map(deliver));
    expect(accepted).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome === 'suppressed')).toHaveLength(7);
    const rows = await prisma.delivery.groupBy({
      ...{ by: ['status'], _count: true, orderBy: { status: 'asc' } },
      where: { mailbox: 'flood@shop.example' },
    });
    expect(rows).toEqual([
      { status: 'SENT', _count: 3 },
      { status: 'SUPPRESSED', _count: 7 },
    ]);
    await deliver(orderMail('other@shop.example'));
    expect(accepted).toHaveLength(4);
  });

  it('a mailbox that no account has verified receives fewer order e-mails, until it is verified', async () => {
    const { deliver, outcomes } = createScripted();
    const address = 'Guest+1@shop.example';
    for (let sent = 0; sent < 2; sent++) await deliver(orderMail(address));
    await createVerifiedMailboxes(prisma).add('guest@shop.example');
    for (let sent = 0; sent < 3; sent++) await deliver(orderMail(address));
    expect(outcomes).toEqual(['sent', 'suppressed', 'sent', 'sent', 'suppressed']);
  });

  it('a suppressed e-mail stays suppressed when its event is delivered again, also an hour later', async () => {
    const { deliver, outcomes } = createScripted();
    for (let sent = 0; sent < 3; sent++) await deliver(orderMail('again@shop.example'));
    const late = orderMail('again@shop.example');
    await deliver(late);
    await pool.query(
      `UPDATE deliveries SET created_at = created_at - interval '61 min' WHERE mailbox = 'again@shop.example'`,
    );
    await deliver(late);
    await deliver(orderMail('again@shop.example'));
    expect(outcomes).toEqual(['sent', 'sent', 'sent', 'suppressed', 'repeated', 'sent']);
  });

  it('an account e-mail is not crowded out by order e-mails, nor by other account e-mails', async () => {
    const { deliver, outcomes } = createScripted();
    const address = 'crowded@shop.example';
    for (let sent = 0; sent < 4; sent++) await deliver(orderMail(address));
    for (let sent = 0; sent < 3; sent++) await deliver(accountMail(address, 'password-reset'));
    await deliver(accountMail(address, 'verify-email'));
    const orders = ['sent', 'sent', 'sent', 'suppressed'];
    expect(outcomes).toEqual([...orders, 'sent', 'sent', 'suppressed', 'sent']);
  });
});
