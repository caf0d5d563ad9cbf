import { newId } from '@shop/schema';
import { createLog, createPostgresPool } from '@shop/service';
import { createTestDatabase, type TestDatabase } from '@shop/service/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrisma } from '../prisma/client.ts';
import { createDeliveryLog } from '../prisma/delivery-log.ts';
import { deliver } from './deliver.ts';
import type { Notice } from './message.ts';
import { type DeliveryLog, type Mailer, MailRefused } from './ports.ts';

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

const newNotice = (): Notice => ({
  eventId: newId(),
  template: 'welcome',
  correlationId: 'c',
  mail: { to: 'nel@shop.example', subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' },
});
const rowOf = ({ eventId, template }: Notice) =>
  prisma.delivery.findUniqueOrThrow({ where: { eventId_template: { eventId, template } } });

/** Does as it is told, one answer after the other, and counts the mails it took. */
function scripted(...answers: (Error | undefined)[]): Mailer & { readonly taken: string[] } {
  const taken: string[] = [];
  return {
    taken,
    async send(_, id) {
      const answer = answers.shift();
      if (answer) throw answer;
      taken.push(id);
    },
  };
}

describe('a mail', () => {
  it('is sent once, however often its event comes', async () => {
    const notice = newNotice();
    const mailer = scripted();
    await Promise.all([1, 2, 3].map(() => deliver(log, mailer, notice)));
    await deliver(log, mailer, notice);
    expect(mailer.taken).toEqual([`${notice.eventId}.welcome`]);
    expect(await rowOf(notice)).toMatchObject({ status: 'SENT', attempts: 1 });
  });

  it('that is not taken for now is tried again with its event', async () => {
    const notice = newNotice();
    const mailer = scripted(new MailRefused('try later', true));
    await expect(deliver(log, mailer, notice)).rejects.toThrow('try later');
    expect(await rowOf(notice)).toMatchObject({ status: 'RETRY', error: 'try later' });
    await deliver(log, mailer, notice);
    expect(mailer.taken).toHaveLength(1);
    expect(await rowOf(notice)).toMatchObject({ status: 'SENT', attempts: 2, error: null });
  });

  it.each([
    ['that nobody will ever take', new MailRefused('no such mailbox', false)],
    ['of which nobody knows whether it was taken', new Error('connection lost after DATA')],
  ])('%s is not sent again', async (_, error) => {
    const notice = newNotice();
    const mailer = scripted(error);
    await deliver(log, mailer, notice);
    await deliver(log, mailer, notice);
    expect(mailer.taken).toHaveLength(0);
    expect(await rowOf(notice)).toMatchObject({ status: 'FAILED', error: error.message });
  });

  it('whose sending was cut off by a crash is not sent again', async () => {
    const notice = newNotice();
    const mailer = scripted();
    await log.claim(notice);
    await deliver(log, mailer, notice);
    expect(mailer.taken).toHaveLength(0);
  });
});
