import { newId } from '@shop/domain';
import { createLog } from '@shop/service';
import { startTestApp, until } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createTestCharges } from '../prisma/test-charges.ts';
import { openStores } from '../testing/open-stores.ts';
import { serveTestProvider } from './serve-test-provider.ts';
import { servePaymentWebhook } from './webhook.ts';
import type { SettledCharge } from './webhook-event.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

const secret = 's'.repeat(32);
const log = createLog('test', 'silent');
const euros = { minor: 123_456n, currency: 'EUR' };

/** The provider with its pages, and a shop that hears its webhooks, over real HTTP and PostgreSQL. */
async function start({ delayMs = 0, deaf = false } = {}) {
  const heard: SettledCharge[] = [];
  const shop = { deaf };
  const stops: (() => Promise<unknown>)[] = [];
  const hear = await startTestApp((service) =>
    servePaymentWebhook(service, {
      secrets: [secret],
      settle: async (event) => {
        if (shop.deaf) throw new Error('the shop is deaf');
        heard.push(event);
      },
    }),
  );
  const serve = (app: Parameters<Parameters<typeof startTestApp>[0]>[0]['app']) =>
    serveTestProvider(
      { app, log, onStop: (_, stop) => void stops.push(stop) },
      createTestCharges(stores.prisma),
      {
        publicUrl: 'https://shop.example',
        delayMs,
        webhookUrl: `${hear.url}/webhooks/payments`,
        webhookSecret: secret,
      },
    );
  const served: { provider?: ReturnType<typeof serve> } = {};
  const pages = await startTestApp(({ app }) => {
    served.provider = serve(app);
  });
  const stop = async () => {
    for (const one of stops.splice(0)) await one();
    await pages.close();
    await hear.close();
  };
  onTestFinished(stop);
  const key = newId();
  const visit = async (path: string, decision?: string) => {
    const form = { method: 'POST', body: new URLSearchParams({ decision: decision ?? '' }) };
    const init = decision === undefined ? {} : form;
    const response = await fetch(pages.url + path, { ...init, redirect: 'manual' });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return {
    key,
    heard,
    shop,
    stop,
    visit,
    page: `/payments/test/${key}`,
    find: () => served.provider?.find(key),
    charge: (token: string) => served.provider?.charge({ key, amount: euros, token }),
    hears: (result: object) =>
      until('the webhook', () => heard.length > 0).then(() =>
        expect(heard).toEqual([{ eventId: `evt_${key}`, key, result }]),
      ),
  };
}

describe('a late charge', () => {
  it('settles, and the shop hears of it over HTTP', async () => {
    const { charge, find, hears } = await start();
    expect(await charge('tok_late_success')).toEqual({ status: 'PENDING' });
    await hears({ status: 'CAPTURED' });
    expect(await find()).toEqual({ status: 'CAPTURED' });
  });

  it('is told by the next process when the first one ends before the shop has heard', async () => {
    const first = await start({ delayMs: 60_000 });
    await first.charge('tok_late_decline');
    await first.stop();
    await stores.prisma.testCharge.update({
      where: { key: first.key },
      data: { dueAt: new Date(0) },
    });
    const second = await start();
    await until('the webhook', () => second.heard.length > 0);
    const result = { status: 'FAILED', code: 'card_declined' };
    expect(second.heard).toEqual([{ eventId: `evt_${first.key}`, key: first.key, result }]);
  });

  it('is told again until the shop hears', async () => {
    const { charge, find, shop, hears } = await start({ deaf: true });
    await charge('tok_late_success');
    await until('the capture', async () => (await find())?.status === 'CAPTURED');
    shop.deaf = false;
    await hears({ status: 'CAPTURED' });
  });
});

describe('the page of a charge that needs its customer', () => {
  it('shows the amount and two buttons, and lets nothing else happen', async () => {
    const { charge, visit, page } = await start();
    expect(await charge('tok_needs_action')).toEqual({
      status: 'REQUIRES_ACTION',
      actionUrl: `https://shop.example${page}`,
    });
    const { status, headers, text } = await visit(page);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = headers.get('content-security-policy') ?? '';
    for (const part of ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'"]) {
      expect(policy).toContain(part);
    }
    expect(policy).not.toContain('unsafe');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).toContain('<html lang="en">');
    expect(text).toContain('€1,234.56');
    expect(text.match(/<button [^>]+>\w+<\/button>/g)).toHaveLength(2);
    expect(text).not.toMatch(/<script|src=|href=/);
  });

  it.each([
    ['approve', { status: 'CAPTURED' }, 'approved'],
    ['decline', { status: 'FAILED', code: 'customer_declined' }, 'declined'],
  ])('can %s, once', async (decision, result, says) => {
    const { charge, visit, page, find, hears } = await start();
    await charge('tok_needs_action');
    const { status, headers } = await visit(page, decision);
    expect([status, headers.get('location')]).toEqual([303, page]);
    await hears(result);
    await visit(page, decision === 'approve' ? 'decline' : 'approve');
    expect(await find()).toEqual(result);
    const { text } = await visit(page);
    expect(text).toContain(says);
    expect(text).not.toContain('<button');
  });

  it('decides nothing without a decision', async () => {
    const { charge, visit, page, find } = await start();
    await charge('tok_needs_action');
    for (const decision of ['', 'APPROVE', '<script>']) {
      expect((await visit(page, decision)).status).toBe(400);
    }
    expect(await find()).toMatchObject({ status: 'REQUIRES_ACTION' });
  });

  it('decides nothing about a charge that asks nobody', async () => {
    const { charge, visit, page, find } = await start();
    await charge('tok_decline');
    expect((await visit(page, 'approve')).status).toBe(303);
    expect(await find()).toEqual({ status: 'FAILED', code: 'card_declined' });
  });

  it.each([`/payments/test/${newId()}`, '/payments/test/%00', '/payments/test/%3Cscript%3E'])(
    '%s is not there',
    async (path) => {
      const { visit } = await start();
      for (const decision of [undefined, 'approve']) {
        const { status, text } = await visit(path, decision);
        expect(status).toBe(404);
        expect(text).toContain('There is no such payment.');
        expect(text).not.toContain('<script>');
      }
    },
  );

  it('has a path that can be read, and a form of little size', async () => {
    const { visit, page } = await start();
    expect((await visit('/payments/test/%E0%A4%A')).status).toBe(400);
    expect((await visit(page, 'x'.repeat(2_000))).status).toBe(413);
  });
});
