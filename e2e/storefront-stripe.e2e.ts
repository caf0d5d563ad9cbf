import { readFile } from 'node:fs/promises';
import { startStripeServer } from '@shop/order/stripe-server';
import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';
import { hasBrowser } from '@shop/testing';
import { type RunningShop, startShop } from '@shop/testing/shop';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desktop, inspect, useBrowser } from './browser.ts';
import { post } from './client.ts';
import { orderUnit, register } from './storefront.ts';

const secret = 'whsec_0123456789abcdef';
const script = new URL('stripe-script.js', import.meta.url);
const english = { viewport: desktop, locale: 'en-GB' };

describe.runIf(hasBrowser)('a storefront whose payment provider is Stripe', () => {
  let stripe: Awaited<ReturnType<typeof startStripeServer>>;
  let shop: RunningShop;
  const openContext = useBrowser(() => shop.url);

  beforeAll(async () => {
    stripe = await startStripeServer();
    shop = await startShop({
      PAYMENT_PROVIDER: 'stripe',
      STRIPE_API_URL: stripe.url,
      STRIPE_SECRET_KEY: 'sk_test_0123456789',
      STRIPE_PUBLISHABLE_KEY: 'pk_test_0123456789',
      STRIPE_WEBHOOK_SECRETS: secret,
    });
  });
  afterAll(async () => {
    await shop?.stop();
    await stripe?.close();
  });

  const serveScript = (context: BrowserContext) =>
    context.route('https://js.stripe.com/**', async (route) =>
      route.fulfill({ contentType: 'text/javascript', body: await readFile(script) }),
    );

  const teeUrl = () => new URL('/shop/products/classic-cotton-tee', shop.url).href;

  /** Opens the page of a new order of a guest, which waits for its payment. */
  async function orderAsGuest(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    await orderUnit(page, teeUrl(), 'nel@shop.example');
    return page;
  }

  async function payWith(page: Page, card: string): Promise<void> {
    await page.getByLabel('Card number').fill(card);
    await page.getByRole('button', { name: /^Pay / }).click();
  }

  async function query(text: string, variables: object, token?: string) {
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    const sent = await post(JSON.stringify({ query: text, variables }), headers, shop.url);
    const { data, errors } = JSON.parse(sent.text) as { data: never; errors?: unknown };
    expect(errors).toBeUndefined();
    return data;
  }

  it('a guest pays with the card that the element of Stripe has taken, after another was declined', async () => {
    const context = await openContext(english);
    await serveScript(context);
    const page = await orderAsGuest(context);
    await page.getByLabel('Card number').waitFor();
    const { total, currency } = await page.evaluate<{ total: number; currency: string }>(
      '({ total: stripeOptions.amount, currency: stripeOptions.currency })',
    );
    expect([total > 0, currency]).toEqual([true, 'eur']);
    expect(await page.evaluate('stripeOptions.publishableKey')).toBe('pk_test_0123456789');
    await inspect(page, 'shop-stripe');

    await payWith(page, 'pm_card_visa_chargeDeclined');
    await page.getByRole('alert').waitFor();
    await payWith(page, 'pm_card_visa');
    await page.getByText('Paid, being packed').waitFor();
    const paid = stripe.intents().filter(({ status }) => status === 'succeeded');
    expect(paid.map((intent) => [intent.amount, intent.currency])).toEqual([[total, currency]]);
  });

  it('a customer whose bank wants a confirmation gets its page, and the secret for an app; staff get none', async () => {
    const context = await openContext(english);
    await serveScript(context);
    const page = await orderAsGuest(context);
    await payWith(page, 'pm_card_threeDSecure2Required');
    const confirm = page.getByRole('link', {
      name: 'Confirm the payment on the page of your bank',
    });
    await confirm.waitFor();
    const [intent] = stripe.intents().filter(({ status }) => status === 'requires_action');
    expect(await confirm.getAttribute('href')).toBe(intent?.next_action?.redirect_to_url?.url);

    const number = page.url().split('/').at(-1) ?? '';
    const text = `query Secrets($number: String!, $orderToken: String) {
      order(number: $number, orderToken: $orderToken) { payments { clientSecret } } }`;
    const orderToken = await page.evaluate<string>(
      `localStorage.getItem('shop.order-token.${number}')`,
    );
    const own = await query(text, { number, orderToken });
    expect(own).toEqual({ order: { payments: [{ clientSecret: intent?.client_secret }] } });
    const login = `mutation { login(input: { email: "${demoAccounts.staff.email}", password: "${demoPassword}" }) { session { accessToken } } }`;
    const { session } = (
      (await query(login, {})) as { login: { session: { accessToken: string } } }
    ).login;
    const ofStaff = await query(text, { number }, session.accessToken);
    expect(ofStaff).toEqual({ order: { payments: [{ clientSecret: null }] } });

    const decided = stripe.decide(intent?.id ?? '', true);
    const { body, header } = stripe.webhook('payment_intent.succeeded', decided, secret);
    const headers = { 'content-type': 'application/json', 'stripe-signature': header };
    const url = new URL('/webhooks/payments', shop.url);
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(200);
    await page.getByText('Paid, being packed').waitFor();
  });

  it('a customer saves the card that the element of Stripe has taken, and pays the next order with it', async () => {
    const context = await openContext(english);
    await serveScript(context);
    const page = await context.newPage();
    await page.goto(new URL('/shop/register', shop.url).href);
    await register(page);
    await orderUnit(page, teeUrl());
    await page.getByLabel('Save this card').check();
    await payWith(page, 'pm_card_visa');
    await page.getByText('Paid, being packed').waitFor();
    await orderUnit(page, teeUrl());
    const saved = page.getByRole('radio', { name: /^Visa ending in 4242/ });
    await expect.poll(() => saved.isChecked()).toBe(true);
    expect(await page.getByLabel('Card number').count()).toBe(0);
    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByText('Paid, being packed').waitFor();
  });

  it('a script that cannot be loaded is stated, and loaded when the customer tries again', async () => {
    const context = await openContext(english, /ERR_FAILED/);
    await context.route('https://js.stripe.com/**', (route) => route.abort());
    const page = await orderAsGuest(context);
    await page.getByText('The payment form cannot be loaded').waitFor();
    await inspect(page, 'shop-stripe-unreachable');
    await serveScript(context);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByLabel('Card number').waitFor();
  });
});
