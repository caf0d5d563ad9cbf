import { newId, refuse } from '@shop/domain';
import { startTestApp, until } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { OrderStore } from '../domain/ports.ts';
import { settleCharge } from '../domain/settle-charge.ts';
import { createWebhookLog } from '../prisma/webhook-log.ts';
import { openStores } from '../testing/open-stores.ts';
import type { ChargeReport, DisputeReport } from './provider.ts';
import { graphPaymentEnv } from './providers.ts';
import { signatureOf } from './test-provider/signature.ts';
import { servePaymentWebhook } from './webhook.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

const [secret, next] = ['s'.repeat(32), 'n'.repeat(32)];
type Report = ChargeReport | DisputeReport;
type Effect = (report: Report, orders: OrderStore) => Promise<unknown>;

/** Starts the endpoint over HTTP and PostgreSQL. `effects` are the reports that were settled. */
async function start(effect: Effect = async () => {}) {
  const effects: Report[] = [];
  const once = createWebhookLog(stores.sql);
  const { payments } = graphPaymentEnv.parse({ PAYMENT_WEBHOOK_SECRETS: `${secret},${next}` });
  const app = await startTestApp((service) =>
    servePaymentWebhook(service, {
      parse: payments.webhooks(stores),
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
const isSaved = async (id: string) =>
  (await stores.prisma.idempotencyKey.count({ where: { scope: 'paymentWebhook', key: id } })) === 1;

describe('payment webhook', () => {
  it('a repeated webhook has one effect', async () => {
    const { effects, post } = await start();
    const event = captured();
    for (const _ of [1, 2]) expect(await post(json(event))).toMatchObject({ status: 200 });
    const { key } = event.data;
    const result = { status: 'CAPTURED' };
    expect(effects).toEqual([{ eventId: event.id, key, result, charged: null }]);
  });

  it('20 concurrent deliveries have one effect', async () => {
    const { effects, post } = await start();
    const text = json(captured());
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(text)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(effects).toHaveLength(1);
  });

  it('a webhook whose effect fails saves nothing and can be sent again', async () => {
    let fails = true;
    const { effects, post, logged } = await start(async (_, orders) => {
      await orders.byIds([newId()]);
      if (fails) throw new Error('internal details');
    });
    const event = captured();
    const { status, text } = await post(json(event));
    expect(status).toBe(500);
    expect(text).not.toContain('internal details');
    expect(logged.join()).toContain('internal details');
    expect(await isSaved(event.id)).toBe(false);
    fails = false;
    expect(await post(json(event))).toMatchObject({ status: 200 });
    expect(effects).toHaveLength(1);
  });

  it('a webhook about an unknown charge is 404 and not saved, since it may be early', async () => {
    const { post } = await start(({ key }, orders) =>
      settleCharge(orders, key, { status: 'CAPTURED' }),
    );
    for (const key of [newId(), 'a malformed id']) {
      const event = captured({ data: { key: key.replaceAll(' ', '_'), status: 'CAPTURED' } });
      expect(await post(json(event))).toMatchObject({ status: 404 });
      expect(await isSaved(event.id)).toBe(false);
    }
  });

  it('a webhook about another amount than its payment is 409, logged and not saved', async () => {
    const amount = { minor: '1', currency: 'USD' };
    const { post, logged } = await start(async (report) => {
      expect(report).toMatchObject({ charged: { minor: 1n, currency: 'USD' } });
      refuse('INVALID_VALUE', 'another amount');
    });
    const event = captured({ data: { key: newId(), status: 'CAPTURED', amount } });
    const { status, text } = await post(json(event));
    expect([status, JSON.parse(text).errors]).toEqual([
      409,
      [{ message: 'another amount', extensions: { code: 'BAD_REQUEST' } }],
    ]);
    expect(await isSaved(event.id)).toBe(false);
    expect(logged.join()).toContain('does not fit its payment');
  });

  it('an event of another type is accepted and ignored', async () => {
    const { effects, post } = await start();
    const event = captured({ type: 'payout.paid', data: null });
    expect(await post(json(event))).toEqual({ status: 200, text: '{"received":true}' });
    expect(effects).toEqual([]);
  });

  it('a signature with the next secret is accepted', async () => {
    const { effects, post } = await start();
    const body = json(captured());
    const signature = signatureOf(Buffer.from(body), next, new Date());
    expect(await post(body, { 'shop-signature': signature })).toMatchObject({ status: 200 });
    expect(effects).toHaveLength(1);
  });
});

describe('unsigned webhooks', () => {
  const old = new Date(Date.now() - 301_000);
  it.each([
    ['no signature', ''],
    ['the signature of another body', signatureOf(Buffer.from('{}'), secret, new Date())],
    ['another secret', 'x'.repeat(32)],
    ['an old signature', old],
  ])('a webhook with %s is refused', async (_, by) => {
    const { effects, post } = await start();
    const body = json(captured());
    let header = by;
    if (by instanceof Date) header = signatureOf(Buffer.from(body), secret, by);
    else if (by.length === 32) header = signatureOf(Buffer.from(body), by, new Date());
    const { status, text } = await post(body, { 'shop-signature': header as string });
    expect([status, JSON.parse(text)]).toEqual([
      401,
      {
        errors: [{ message: 'The signature is invalid.', extensions: { code: 'UNAUTHENTICATED' } }],
      },
    ]);
    expect(effects).toEqual([]);
  });
});

describe('signed bodies', () => {
  it.each([
    ['invalid JSON', '{oops', {}, 400],
    ['no content', '', {}, 400],
    ['JSON that is not an event', '[]', {}, 400],
    ['invalid UTF-8', Buffer.from([0xff]), {}, 400],
    ['more than 64 kB', 'x'.repeat(65_537), {}, 413],
    ['a content encoding', '{}', { 'content-encoding': 'gzip' }, 415],
  ])(
    'a signed body with %s is refused',
    async (_, text, headers: Record<string, string>, expected) => {
      const { effects, post } = await start();
      expect(await post(text, headers)).toMatchObject({ status: expected });
      expect(effects).toEqual([]);
    },
  );

  it('a signed body is accepted with any content type', async () => {
    const { effects, post } = await start();
    await post(json(captured()), { 'content-type': 'text/plain; charset=latin1' });
    await until('the effect', () => effects.length === 1);
  });
});
