import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';
import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { signInToOffice } from './back-office.ts';
import { desktop, inspect, pageUrl, phone, useBrowser } from './browser.ts';
import { requestData, tokenOf } from './client.ts';
import { PayOrderDocument, RefundOrderDocument } from './generated/graphql.ts';
import { customerWithOrder, newKey } from './shopping.ts';

describe.runIf(hasBrowser)('the start page of the back office', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, viewport = desktop, locale = 'en-GB'): Promise<Page> => {
    const options = { viewport, locale, timezoneId: 'Europe/Berlin' };
    const page = await (await openContext(options)).newPage();
    await page.goto(pageUrl(path));
    return page;
  };
  const figure = (page: Page, label: string) =>
    page.locator('.figures div').filter({ has: page.getByText(label, { exact: true }) });
  const readFigure = async (page: Page, label: string): Promise<number> => {
    const text = await figure(page, label).locator('dd').textContent();
    return Number(text?.replace(/[^\d.-]/g, ''));
  };
  /** Pays an order of two units at 10.00 EUR. Returns its id. */
  async function pay(): Promise<string> {
    const { customer, orderId } = await customerWithOrder(2);
    const input = { orderId, paymentToken: 'tok_success', idempotencyKey: newKey() };
    await requestData(PayOrderDocument, { input }, customer.token);
    return orderId;
  }

  it('the figures of the day change when an order is paid and when it is refunded, without a reload', async () => {
    await pay();
    const page = await openPage('/back-office/');
    await signInToOffice(page);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await figure(page, 'Paid, EUR').waitFor();
    await page.getByRole('heading', { name: /^Sales on / }).waitFor();
    await page.evaluate('globalThis.isSamePage = true');
    const labels = ['Orders paid', 'Units', 'Refunds', 'Paid, EUR', 'Left, EUR'];
    const read = () => Promise.all(labels.map((label) => readFigure(page, label)));
    const before = await read();
    const orderId = await pay();
    const grown = (by: readonly number[]) => before.map((value, n) => value + (by[n] ?? 0));
    await expect.poll(read).toEqual(grown([1, 2, 0, 20, 20]));
    const staff = await tokenOf('staff');
    const amount = { amount: '4.00', currencyCode: 'EUR' };
    const input = { orderId, amount, reason: 'torn', idempotencyKey: newKey() };
    await requestData(RefundOrderDocument, { input }, staff);
    await expect.poll(read).toEqual(grown([1, 2, 1, 20, 16]));
    expect(await page.evaluate('globalThis.isSamePage')).toBe(true);
    await page.getByRole('table', { name: 'Best-selling products' }).waitFor();
    await inspect(page, 'office-start');
  });

  it('another day is in the URL, and the keyboard chooses it', async () => {
    const page = await openPage('/back-office/?date=2026-03-29', phone);
    await signInToOffice(page);
    await page.getByRole('heading', { name: 'Sales on Mar 29, 2026' }).waitFor();
    await page.getByText('No order has been paid on this day.').waitFor();
    await page.getByText(/time zone Europe\/Berlin/).waitFor();
    await inspect(page, 'office-start-of-day');
    await page.getByLabel('Day', { exact: true }).fill('2026-03-28');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sales on Mar 28, 2026' }).waitFor();
    expect(page.url()).toMatch(/\?date=2026-03-28$/);
    await page.goBack();
    await page.getByRole('heading', { name: 'Sales on Mar 29, 2026' }).waitFor();
  });

  it('the latest orders and low stock lead to their pages, in German too', async () => {
    await pay();
    const page = await openPage('/back-office/', desktop, 'de-DE');
    await page.getByLabel('E-Mail-Adresse').fill(demoAccounts.staff.email);
    await page.getByLabel('Passwort').fill(demoPassword);
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await page.getByRole('heading', { name: 'Übersicht' }).waitFor();
    const orders = page.locator('section').filter({ hasText: 'Neueste Bestellungen' });
    await orders.getByRole('rowheader').first().waitFor();
    await inspect(page, 'office-start-german');
    await page.getByRole('link', { name: 'Alle knappen Bestände' }).click();
    await page.getByRole('heading', { name: 'Bestand' }).waitFor();
    expect(page.url()).toMatch(/\/stock\?only=low$/);
    await page.goBack();
    await orders.getByRole('rowheader').first().getByRole('link').click();
    await page.getByRole('status').filter({ hasText: 'Zu versenden' }).waitFor();
  });
});
