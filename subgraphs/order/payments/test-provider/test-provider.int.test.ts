import { newId } from '@shop/domain';
import { createLog } from '@shop/service';
import { startTestApp, until } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { SavingPaymentProvider } from '../../domain/ports.ts';
import { openStores } from '../../testing/open-stores.ts';
import type { ChargeReport, DisputeReport } from '../provider.ts';
import { graphPaymentEnv } from '../providers.ts';
import { servePaymentWebhook } from '../webhook.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

const secret = 's'.repeat(32);
const log = createLog('test', 'silent');
const euros = { minor: 123_456n, currency: 'EUR' };

/** Opens the provider with its pages and a shop that receives its webhooks, over HTTP and PostgreSQL. */
async function open({ delayMs = 0, refusing = false } = {}) {
  const received: (ChargeReport | DisputeReport)[] = [];
  const shop = { refusing };
  const stops: (() => Promise<unknown>)[] = [];
  const settle = async (report: ChargeReport | DisputeReport) => {
    if (shop.refusing) throw new Error('the shop refuses webhooks');
    received.push(report);
  };
  const variables = {
    PUBLIC_URL: 'https://shop.example',
    TEST_PROVIDER_DELAY_MS: delayMs,
    PAYMENT_WEBHOOK_SECRETS: secret,
  };
  const parse = graphPaymentEnv.parse(variables).payments.webhooks(stores);
  const webhook = await startTestApp((service) => servePaymentWebhook(service, { parse, settle }));
  const { payments } = graphPaymentEnv.parse({
    ...variables,
    TEST_PROVIDER_WEBHOOK_URL: `${webhook.url}/webhooks/payments`,
  });
  const served: { provider?: SavingPaymentProvider } = {};
  const pages = await startTestApp(({ app }) => {
    const host = {
      app,
      log,
      onStop: (_: string, stop: () => Promise<unknown>) => void stops.push(stop),
    };
    served.provider = payments.serve(host, stores);
  });
  const stop = async () => {
    for (const one of stops.splice(0)) await one();
    await pages.close();
    await webhook.close();
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
    received,
    shop,
    stop,
    visit,
    page: `/payments/test/${key}`,
    find: () => served.provider?.find(key),
    charge: (token: string, returnUrl: string | null = null) =>
      served.provider?.charge({ key, amount: euros, token, returnUrl }),
    receives: (result: object) =>
      until('the webhook', () => received.length > 0).then(() =>
        expect(received).toEqual([{ eventId: `evt_${key}`, key, result, charged: euros }]),
      ),
  };
}

describe('late charges', () => {
  it('a late charge settles and sends a webhook over HTTP', async () => {
    const { charge, find, receives } = await open();
    expect(await charge('tok_late_success')).toEqual({ status: 'PENDING' });
    await receives({ status: 'CAPTURED' });
    expect(await find()).toEqual({ status: 'CAPTURED' });
  });

  it('a process that stops before the webhook is sent leaves it to the next process', async () => {
    const first = await open({ delayMs: 60_000 });
    await first.charge('tok_late_decline');
    await first.stop();
    await stores.prisma.testCharge.update({
      where: { key: first.key },
      data: { dueAt: new Date(0) },
    });
    const second = await open();
    await until('the webhook', () => second.received.length > 0);
    const result = { status: 'FAILED', code: 'card_declined' };
    const { key } = first;
    expect(second.received).toEqual([{ eventId: `evt_${key}`, key, result, charged: euros }]);
  });

  it('a refused webhook is sent again until the shop accepts it', async () => {
    const { charge, find, shop, receives } = await open({ refusing: true });
    await charge('tok_late_success');
    await until('the capture', async () => (await find())?.status === 'CAPTURED');
    shop.refusing = false;
    await receives({ status: 'CAPTURED' });
  });
});

describe('confirmation page', () => {
  it('the page shows the amount and two buttons, and allows nothing else', async () => {
    const { charge, visit, page } = await open();
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
  ])('the customer can %s once', async (decision, result, outcome) => {
    const { charge, visit, page, find, receives } = await open();
    await charge('tok_needs_action');
    const { status, headers } = await visit(page, decision);
    expect([status, headers.get('location')]).toEqual([303, page]);
    await receives(result);
    await visit(page, decision === 'approve' ? 'decline' : 'approve');
    expect(await find()).toEqual(result);
    const { text } = await visit(page);
    expect(text).toContain(outcome);
    expect(text).not.toContain('<button');
  });

  it.each([
    ['approve', 'approved'],
    ['decline', 'declined'],
  ])('a customer who chooses %s returns to the shop, with the result', async (decision, result) => {
    const { charge, visit, page } = await open();
    await charge('tok_needs_action', 'https://front.example/done?order=2026-000001');
    const policy = (await visit(page)).headers.get('content-security-policy');
    expect(policy).toContain("form-action 'self' https://front.example;");
    const location = `https://front.example/done?order=2026-000001&result=${result}`;
    // A second click does not change the result.
    for (const choice of [decision, 'approve', 'decline']) {
      const { status, headers } = await visit(page, choice);
      expect([status, headers.get('location')]).toEqual([303, location]);
    }
  });

  it('a request without a valid decision leaves the charge unchanged', async () => {
    const { charge, visit, page, find } = await open();
    await charge('tok_needs_action');
    for (const decision of ['', 'APPROVE', '<script>']) {
      expect((await visit(page, decision)).status).toBe(400);
    }
    expect(await find()).toMatchObject({ status: 'REQUIRES_ACTION' });
  });

  it('a decision about a charge that does not wait for its customer leaves it unchanged', async () => {
    const { charge, visit, page, find } = await open();
    await charge('tok_decline');
    expect((await visit(page, 'approve')).status).toBe(303);
    expect(await find()).toEqual({ status: 'FAILED', code: 'card_declined' });
  });

  it.each([`/payments/test/${newId()}`, '/payments/test/%00', '/payments/test/%3Cscript%3E'])(
    'the page %s is not found',
    async (path) => {
      const { visit } = await open();
      for (const decision of [undefined, 'approve']) {
        const { status, text } = await visit(path, decision);
        expect(status).toBe(404);
        expect(text).toContain('There is no such payment.');
        expect(text).not.toContain('<script>');
      }
    },
  );

  it('a malformed path and a large form are refused', async () => {
    const { visit, page } = await open();
    expect((await visit('/payments/test/%E0%A4%A')).status).toBe(400);
    expect((await visit(page, 'x'.repeat(2_000))).status).toBe(413);
  });
});
