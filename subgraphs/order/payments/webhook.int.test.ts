import { newId } from '@shop/domain';
import { startTestApp, until } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { OrderStore } from '../domain/ports.ts';
import { settleCharge } from '../domain/settle-charge.ts';
import { createWebhookLog } from '../prisma/webhook-log.ts';
import { openStores } from '../testing/open-stores.ts';
import { signatureOf } from './signature.ts';
import { servePaymentWebhook } from './webhook.ts';
import type { SettledCharge } from './webhook-event.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

const [secret, next] = ['s'.repeat(32), 'n'.repeat(32)];
type Effect = (settled: SettledCharge, orders: OrderStore) => Promise<unknown>;

/** The endpoint over real HTTP and PostgreSQL; `effects` are charges that were settled. */
async function start(effect: Effect = async () => {}) {
  const effects: SettledCharge[] = [];
  const once = createWebhookLog(stores.prisma);
  const app = await startTestApp((service) =>
    servePaymentWebhook(service, {
      secrets: [secret, next],
      settle: (event) =>
        once(event.eventId, async (orders) => {
          await effect(event, orders);
          effects.push(event);
        }),
    }),
  );
  onTestFinished(app.close);
  const post = async (text: string | Buffer, headers: Record<string, string> = {}) => {
    const body = Buffer.from(text);
    const signed = { 'shop-signature': signatureOf(body, secret, new Date()) };
    const url = `${app.url}/webhooks/payments`;
    const response = await fetch(url, { method: 'POST', headers: { ...signed, ...headers }, body });
    return { status: response.status, text: await response.text() };
  };
  return { effects, post, logged: app.logged };
}

const captured = (change: object = {}) => ({
  id: `evt_${newId()}`,
  type: 'charge.updated',
  data: { key: newId(), status: 'CAPTURED' },
  ...change,
});
const json = (value: unknown) => JSON.stringify(value);
const isNoted = async (id: string) =>
  (await stores.prisma.webhookEvent.count({ where: { id } })) === 1;

describe('a webhook', () => {
  it('has its effect once, however often it comes', async () => {
    const { effects, post } = await start();
    const event = captured();
    for (const _ of [1, 2]) expect(await post(json(event))).toMatchObject({ status: 200 });
    const { key } = event.data;
    expect(effects).toEqual([{ eventId: event.id, key, result: { status: 'CAPTURED' } }]);
  });

  it('has its effect once when it comes many times at once', async () => {
    const { effects, post } = await start();
    const text = json(captured());
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(text)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(effects).toHaveLength(1);
  });

  it('whose effect fails leaves nothing behind, and can come again', async () => {
    let fails = true;
    const { effects, post, logged } = await start(async (_, orders) => {
      await orders.nextNumber();
      if (fails) throw new Error('the inside of the shop');
    });
    const event = captured();
    const { status, text } = await post(json(event));
    expect(status).toBe(500);
    expect(text).not.toContain('inside');
    expect(logged.join()).toContain('the inside of the shop');
    expect(await isNoted(event.id)).toBe(false);
    fails = false;
    expect(await post(json(event))).toMatchObject({ status: 200 });
    expect(effects).toHaveLength(1);
  });

  it('about a charge of nobody is 404 and not noted, since it may be early', async () => {
    const { post } = await start(({ key, result }, orders) => settleCharge(orders, key, result));
    for (const key of [newId(), 'no id of ours']) {
      const event = captured({ data: { key: key.replaceAll(' ', '_'), status: 'CAPTURED' } });
      expect(await post(json(event))).toMatchObject({ status: 404 });
      expect(await isNoted(event.id)).toBe(false);
    }
  });

  it('about something else is heard, and ignored', async () => {
    const { effects, post } = await start();
    const event = captured({ type: 'payout.paid', data: null });
    expect(await post(json(event))).toEqual({ status: 200, text: '{"received":true}' });
    expect(effects).toEqual([]);
  });

  it('of a sender that uses the next secret already is heard', async () => {
    const { effects, post } = await start();
    const body = json(captured());
    const signature = signatureOf(Buffer.from(body), next, new Date());
    expect(await post(body, { 'shop-signature': signature })).toMatchObject({ status: 200 });
    expect(effects).toHaveLength(1);
  });
});

describe('nobody else is heard', () => {
  const old = new Date(Date.now() - 301_000);
  it.each([
    ['without a signature', ''],
    ['with the signature of another body', signatureOf(Buffer.from('{}'), secret, new Date())],
    ['with a secret of their own', 'x'.repeat(32)],
    ['with an old recording', old],
  ])('%s', async (_, by) => {
    const { effects, post } = await start();
    const body = json(captured());
    let header = by;
    if (by instanceof Date) header = signatureOf(Buffer.from(body), secret, by);
    else if (by.length === 32) header = signatureOf(Buffer.from(body), by, new Date());
    const { status, text } = await post(body, { 'shop-signature': header as string });
    expect([status, JSON.parse(text)]).toEqual([
      401,
      {
        errors: [
          { message: 'The signature is not valid.', extensions: { code: 'UNAUTHENTICATED' } },
        ],
      },
    ]);
    expect(effects).toEqual([]);
  });
});

describe('a body that is signed', () => {
  it.each([
    ['and is no JSON', '{oops', {}, 400],
    ['and is empty', '', {}, 400],
    ['and is no event', '[]', {}, 400],
    ['and is no UTF-8', Buffer.from([0xff]), {}, 400],
    ['and beyond 64 kB', 'x'.repeat(65_537), {}, 413],
    ['and says it is packed', '{}', { 'content-encoding': 'gzip' }, 415],
  ])('%s is refused', async (_, text, headers: Record<string, string>, expected) => {
    const { effects, post } = await start();
    expect(await post(text, headers)).toMatchObject({ status: expected });
    expect(effects).toEqual([]);
  });

  it('may be read whatever type it says it has', async () => {
    const { effects, post } = await start();
    await post(json(captured()), { 'content-type': 'text/plain; charset=latin1' });
    await until('the effect', () => effects.length === 1);
  });
});
