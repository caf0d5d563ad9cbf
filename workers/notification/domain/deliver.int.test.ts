import { newId } from '@shop/domain';
import { holdWhileUnavailable, silentLog } from '@shop/messaging';
import { createLog, createPostgresPool } from '@shop/service';
import { createTcpProxy, createTestDatabase, type TestDatabase, until } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrisma } from '../prisma/client.ts';
import { countUnsettled, createDeliveryLog } from '../prisma/delivery-log.ts';
import { deliver } from './deliver.ts';
import type { Notice } from './message.ts';
import { type DeliveryLog, type Label, MessageRefused, type Outcome } from './ports.ts';

let database: TestDatabase;
let pool: ReturnType<typeof createPostgresPool>;
let prisma: ReturnType<typeof createPrisma>;
let log: DeliveryLog;
beforeAll(async () => {
  database = await createTestDatabase('notification');
  pool = createPostgresPool(database.url, createLog('test', 'silent'));
  prisma = createPrisma(pool);
  log = createDeliveryLog(prisma);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const mail = {
  channel: 'EMAIL',
  to: ['nel@shop.example'],
  subject: 'Hello',
  text: 'Hello',
  html: '<p>Hello</p>',
} as const;
const newNotice = (): Notice => ({
  eventId: newId(),
  template: 'welcome',
  correlationId: 'c',
  message: mail,
});
const rowOf = ({ eventId, template, message: { channel } }: Notice) =>
  prisma.delivery.findUniqueOrThrow({
    where: { eventId_template_channel: { eventId, template, channel } },
  });

/** Carriers that do as they are told, one answer after the other, and count what they took. */
function scripted(...answers: (Error | undefined)[]) {
  const taken: Label[] = [];
  const outcomes: Outcome[] = [];
  const send = async (_: unknown, label: Label) => {
    const answer = answers.shift();
    if (answer) throw answer;
    taken.push(label);
  };
  const report = (_: Notice, outcome: Outcome) => void outcomes.push(outcome);
  return { taken, outcomes, deliveries: log, carriers: { EMAIL: { send }, SMS: { send } }, report };
}

describe('a mail', () => {
  it('is sent once, however often its event comes', async () => {
    const notice = newNotice();
    const office = scripted();
    await Promise.all([1, 2, 3].map(() => deliver(office, notice)));
    await deliver(office, notice);
    const label = { messageId: `${notice.eventId}.welcome`, correlationId: 'c' };
    expect(office.taken).toEqual([label]);
    expect(office.outcomes.sort()).toEqual(['repeated', 'repeated', 'repeated', 'sent']);
    const row = await rowOf(notice);
    expect(row).toMatchObject({ status: 'SENT', attempts: 1, channel: 'EMAIL' });
    expect(row.sentAt?.getTime()).toBeGreaterThanOrEqual(row.createdAt.getTime() - 1_000);
  });

  it('that is not taken for now is tried again with its event', async () => {
    const notice = newNotice();
    const office = scripted(new MessageRefused('try later', true));
    await expect(deliver(office, notice)).rejects.toThrow('try later');
    expect(await rowOf(notice)).toMatchObject({
      status: 'RETRY',
      error: 'try later',
      sentAt: null,
    });
    expect(office.outcomes).toEqual(['deferred']);
    await deliver(office, notice);
    expect(office.taken).toHaveLength(1);
    expect(await rowOf(notice)).toMatchObject({ status: 'SENT', attempts: 2, error: null });
  });

  it.each([
    ['that nobody will ever take', new MessageRefused('no such mailbox', false)],
    ['of which nobody knows whether it was taken', new Error('connection lost after DATA')],
  ])('%s is not sent again', async (_, error) => {
    const notice = newNotice();
    const office = scripted(error);
    await deliver(office, notice);
    await deliver(office, notice);
    expect(office.taken).toHaveLength(0);
    expect(office.outcomes).toEqual(['failed', 'repeated']);
    expect(await rowOf(notice)).toMatchObject({ status: 'FAILED', error: error.message });
  });

  it('whose sending was cut off by a crash is not sent again, until somebody says so', async () => {
    const notice = newNotice();
    const office = scripted();
    await log.claim(notice);
    await deliver(office, notice);
    expect(office.taken).toHaveLength(0);
    // As docs/operations.md says.
    await pool.query(
      `UPDATE deliveries SET status = 'RETRY' WHERE status = 'SENDING' AND event_id = $1`,
      [notice.eventId],
    );
    await deliver(office, notice);
    expect(office.taken).toHaveLength(1);
    expect(await rowOf(notice)).toMatchObject({ status: 'SENT', attempts: 2 });
  });
});

it.each([
  ['taken', undefined, { status: 'SENT' }],
  ['refused for now', new MessageRefused('try later', true), { status: 'RETRY' }],
])(
  'a mail that is %s while the database is away is noted when that is back',
  async (_, answer, row) => {
    const proxy = await createTcpProxy(database.url);
    const distant = createPostgresPool(proxy.url, createLog('test', 'silent'));
    let held = 0;
    const patient = createDeliveryLog(
      createPrisma(distant),
      (work, { eventId: id, template: type }) =>
        holdWhileUnavailable(
          work,
          new AbortController().signal,
          { ...silentLog, warn: () => void held++ },
          { id, type },
        ),
    );
    const send = async () => {
      await proxy.cut();
      if (answer) throw answer;
    };
    const notice = newNotice();
    const office = {
      ...scripted(),
      deliveries: patient,
      carriers: { EMAIL: { send }, SMS: { send } },
    };
    const delivered = deliver(office, notice).catch((error: unknown) => error);
    await until('it to be held', () => held > 0);
    expect(await rowOf(notice)).toMatchObject({ status: 'SENDING' });
    await proxy.restore();
    expect(await delivered).toBe(answer);
    expect(await rowOf(notice)).toMatchObject(row);
    await distant.end();
    await proxy.cut();
  },
);

it('a mail that began a minute ago and has no end is counted', async () => {
  await log.claim(newNotice());
  const before = await countUnsettled(prisma);
  const notice = newNotice();
  await log.claim(notice);
  await pool.query(
    `UPDATE deliveries SET updated_at = now() - interval '61 s' WHERE event_id = $1`,
    [notice.eventId],
  );
  expect(await countUnsettled(prisma)).toBe(before + 1);
  await log.sent(notice);
  expect(await countUnsettled(prisma)).toBe(before);
});

it('a text message of the same event and template is another message, and sent once too', async () => {
  const notice = newNotice();
  const sms: Notice = { ...notice, message: { channel: 'SMS', to: '+4930123456', text: 'Hello' } };
  const office = scripted();
  for (const one of [notice, sms, sms, notice]) await deliver(office, one);
  expect(office.taken.map(({ messageId }) => messageId)).toEqual([
    `${notice.eventId}.welcome`,
    `${notice.eventId}.welcome.sms`,
  ]);
  expect(await rowOf(sms)).toMatchObject({ status: 'SENT', recipient: '+4930123456' });
});
