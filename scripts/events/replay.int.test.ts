import { randomUUID } from 'node:crypto';
import { createTestDatabase } from '@shop/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { run, useEventToolsFixture } from '../testing/events.ts';

const queue = 'inventory.orders';
const type = 'order.created.v1';

describe('npm run events -- replay', () => {
  const fixture = useEventToolsFixture();
  const order1 = randomUUID();
  const order2 = randomUUID();
  const ids = Array.from({ length: 5 }, () => randomUUID());
  const base = ['replay', 'order', '--type', type, '--to', queue];

  /** Three events of the type, one of another type, one that is not published yet. */
  beforeEach(async () => {
    const rows = [
      [ids[0], type, order1, '2026-03-01', 'now()'],
      [ids[1], type, order2, '2026-03-02', 'now()'],
      [ids[2], type, order1, '2026-03-03', 'now()'],
      [ids[3], 'order.paid.v1', order1, '2026-03-03', 'now()'],
      [ids[4], type, order1, '2026-03-03', 'NULL'],
    ];
    for (const [id, kind, subject, day, published] of rows) {
      await fixture.orders.query(
        `INSERT INTO outbox (id, type, subject, event, created_at, published_at)
         VALUES ($1, $2, $3, $4, $5, ${published})`,
        [id, kind, subject, JSON.stringify({ id }), `${day}T12:00:00Z`],
      );
    }
  });

  async function pending(): Promise<{ queue: string; id: string; key: string; body: string }[]> {
    const sql = 'SELECT queue, id, key, body FROM bus.message ORDER BY seq';
    return (await fixture.queues.query(sql)).rows;
  }

  it('replay without --yes counts the events and sends nothing', async () => {
    const { code, out } = await run(fixture.env, ...base);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringMatching(/^3 events/) });
    expect(await pending()).toEqual([]);
  });

  it('replay sends the published events of a type to one queue only, in order', async () => {
    expect((await run(fixture.env, ...base, '--yes')).out).toBe(`sent: 3 to ${queue}\n`);
    const rows = await pending();
    expect(rows.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    expect(new Set(rows.map((row) => row.queue))).toEqual(new Set([queue]));
    expect(rows[0]).toMatchObject({ key: order1, body: JSON.stringify({ id: ids[0] }) });
  });

  it('replay sends only events of the given time and subject', async () => {
    const span = ['--since', '2026-03-02T00:00:00Z', '--until', '2026-03-03T12:00:00Z'];
    await run(fixture.env, ...base, ...span, '--yes');
    expect((await pending()).map(({ id }) => id)).toEqual([ids[1]]);
    await run(fixture.env, ...base, '--subject', order1, '--yes');
    expect((await pending()).map(({ id }) => id)).toEqual([ids[1], ids[0], ids[2]]);
  });

  it('replay --again deletes these events of that queue from the inbox of the consumer', async () => {
    const other = randomUUID();
    for (const [name, id] of [
      [queue, ids[0]],
      ['inventory.catalogue', ids[0]],
      [queue, other],
    ]) {
      await fixture.stock.query('INSERT INTO inbox (queue, event_id) VALUES ($1, $2)', [name, id]);
    }
    const inbox = async () =>
      (await fixture.stock.query('SELECT queue, event_id FROM inbox ORDER BY queue')).rows;
    await run(fixture.env, ...base, '--yes');
    expect(await inbox()).toHaveLength(3);
    expect((await run(fixture.env, ...base, '--again', '--yes')).code).toBe(0);
    expect(await inbox()).toEqual([
      { queue: 'inventory.catalogue', event_id: ids[0] },
      { queue, event_id: other },
    ]);
  });

  it('replay refuses --again for a consumer without inbox and sends nothing', async () => {
    const notification = await createTestDatabase();
    const mail = ['replay', 'order', '--type', 'order.paid.v1', '--to', 'notification.mail'];
    const { code, error } = await run(
      { ...fixture.env, NOTIFICATION_DATABASE_URL: notification.url },
      ...mail,
      '--again',
      '--yes',
    );
    expect(code).toBe(1);
    expect(error).toContain('has no inbox');
    expect(await pending()).toEqual([]);
    await notification.drop();
  });
});
