import { demoAccounts } from '@shop/schema/demo-accounts';
import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openAction, signInToOffice } from './back-office.ts';
import {
  collectScripts,
  desktop,
  inspect,
  maxScriptBytes,
  pageUrl,
  phone,
  useBrowser,
} from './browser.ts';
import { registerCustomer } from './client.ts';
import { addProduct, place } from './shopping.ts';
import {
  addToCart,
  fillCheckout,
  mugPath,
  ordered,
  orderTwoUnits,
  register,
} from './storefront.ts';

describe.runIf(hasBrowser)('the back office in a browser without the internet', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, viewport = desktop, locale = 'en-GB'): Promise<Page> => {
    const page = await (await openContext({ viewport, locale })).newPage();
    await page.goto(pageUrl(path));
    return page;
  };
  /** A guest orders two units on the storefront. Returns the page of the order, and its number. */
  async function orderOnStorefront() {
    const page = await openPage(mugPath);
    const number = await orderTwoUnits(page);
    await page.evaluate('globalThis.isSamePage = true');
    return { page, number };
  }

  it('staff find an order, ship it, refund a unit and deliver it, and the page of the customer follows without a reload', async () => {
    const { page: customer, number } = await orderOnStorefront();
    await customer.getByRole('button', { name: /^Pay / }).click();
    await customer.getByText('Paid, being packed').waitFor();

    const page = await openPage('/back-office/orders');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await inspect(page, 'office-sign-in');
    await signInToOffice(page);
    await page.getByRole('heading', { name: 'Orders' }).waitFor();
    await page.getByRole('searchbox').fill(number);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toMatch(new RegExp(`/orders\\?q=${number}$`));
    await page.getByText('1 order', { exact: true }).waitFor();
    await inspect(page, 'office-orders-found');
    await page.getByRole('link', { name: number }).click();
    await page.getByRole('status').filter({ hasText: 'To be shipped' }).waitFor();
    await inspect(page, 'office-order');

    // With the keyboard alone.
    await page.locator('summary').getByText('Ship a parcel').focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Carrier').focus();
    await page.keyboard.type('Parcel');
    await page.keyboard.press('Tab');
    await page.keyboard.type('P-1');
    await page.keyboard.press('Enter');
    await page
      .getByRole('status')
      .filter({ hasText: /^Shipped$/ })
      .waitFor();
    await page.locator('summary').getByText('Ship a parcel').waitFor({ state: 'detached' });
    await customer.getByText('On its way').waitFor();

    const refund = await openAction(page, 'Refund');
    const send = refund.getByRole('button');
    await send.click();
    await refund.getByText('Choose at least one unit, or shipping.').waitFor();
    await refund.getByLabel(/: units, at most 2$/).fill('1');
    await refund.getByLabel('Reason', { exact: true }).selectOption({ label: 'Damaged' });
    await refund.getByLabel(/^Reason that the customer reads/).fill('Torn');
    await inspect(page, 'office-refund');
    await send.click();
    await page.getByText('Refunded units: 1').waitFor();
    await customer.locator('div', { hasText: /^Refunded€16.00$/ }).waitFor();

    const note = await openAction(page, 'Add a note');
    await note.getByLabel('Note').fill('Rang twice.\nNo answer.');
    await note.getByRole('button').click();
    await page.getByRole('listitem').filter({ hasText: 'Rang twice.' }).waitFor();
    await (await openAction(page, 'Mark as delivered')).getByRole('button').click();
    await page.getByRole('status').filter({ hasText: 'Delivered' }).waitFor();
    await customer.getByRole('status').filter({ hasText: 'Delivered' }).waitFor();
    expect(await customer.evaluate('globalThis.isSamePage')).toBe(true);
    await inspect(page, 'office-order-delivered');
  });

  it('staff ship and refund the order of a customer who is signed in, whose page follows without a reload', async () => {
    const customer = await openPage('/shop/register');
    await register(customer);
    await customer.goto(pageUrl(mugPath));
    await addToCart(customer);
    await fillCheckout(customer);
    const number = await ordered(customer);
    await customer.evaluate('globalThis.isSamePage = true');
    await customer.getByRole('button', { name: /^Pay / }).click();
    await customer.getByText('Paid, being packed').waitFor();

    const page = await openPage(`/back-office/orders/${number}`);
    await signInToOffice(page);
    const ship = await openAction(page, 'Ship a parcel');
    await ship.getByLabel('Tracking number').fill('P-3');
    await ship.getByRole('button').click();
    const parcel = customer.getByRole('region', { name: 'Parcel' });
    await parcel.getByText('P-3').waitFor();
    await customer.getByText('On its way').waitFor();

    const refund = await openAction(page, 'Refund');
    await refund.getByLabel(/: units, at most 1$/).fill('1');
    await refund.getByLabel('Reason', { exact: true }).selectOption({ label: 'Damaged' });
    await refund.getByRole('button').click();
    await customer.locator('div', { hasText: /^Refunded€16.00$/ }).waitFor();
    expect(await customer.evaluate('globalThis.isSamePage')).toBe(true);
  });

  it('staff ship a part of an order and cancel the rest, and the customer sees the parcel and what is cancelled', async () => {
    const { page: customer, number } = await orderOnStorefront();
    await customer.getByRole('button', { name: /^Pay / }).click();
    await customer.getByText('Paid, being packed').waitFor();
    const page = await openPage(`/back-office/orders/${number}`, phone);
    await signInToOffice(page);

    const ship = await openAction(page, 'Ship a parcel');
    const units = ship.getByLabel(/: units in the parcel, at most 2$/);
    await units.fill('0');
    await ship.getByRole('button').click();
    await ship.getByText('Choose at least one unit.').waitFor();
    await units.fill('1');
    await ship.getByLabel('Tracking number').fill('P-2');
    await ship.getByRole('button').click();
    await page
      .getByRole('status')
      .filter({ hasText: /^Partly shipped$/ })
      .waitFor();
    const parcel = customer.getByRole('region', { name: 'Parcel' });
    await parcel.getByText('1 × ').waitFor();
    await parcel.getByText('P-2').waitFor();
    await inspect(customer, 'order-parcel');

    const next = await openAction(page, 'Ship a parcel');
    const left = next.getByLabel(/: units in the parcel, at most 1$/);
    await expect.poll(() => left.inputValue()).toBe('1');
    const cancel = await openAction(page, 'Cancel the order');
    await cancel.getByText('what was not shipped is released').waitFor();
    await cancel.getByLabel('Reason', { exact: true }).selectOption({ label: 'Not available' });
    await inspect(page, 'office-cancel-rest');
    await cancel.getByRole('button').click();
    await page
      .getByRole('status')
      .filter({ hasText: /^Shipped$/ })
      .waitFor();
    await page.getByText('1 cancelled').waitFor();
    await customer.getByText('1 cancelled').waitFor();
    await customer.locator('div', { hasText: /^Refunded€16.00$/ }).waitFor();
    expect(await customer.evaluate('globalThis.isSamePage')).toBe(true);
  });

  it('an order that its customer pays changes under the eyes of staff, who refund an amount and cancel it', async () => {
    const { page: customer, number } = await orderOnStorefront();
    const page = await openPage(`/back-office/orders/${number}`, phone);
    await signInToOffice(page);
    await page.getByText('Waiting for payment').waitFor();
    await page.evaluate('globalThis.isSamePage = true');
    await customer.getByRole('button', { name: /^Pay / }).click();
    await page.getByRole('status').filter({ hasText: 'To be shipped' }).waitFor();
    await inspect(page, 'office-order-paid');

    const refund = await openAction(page, 'Refund');
    await refund.getByRole('radio', { name: 'An amount' }).check();
    const amount = refund.getByLabel('Amount in EUR');
    await amount.fill('1000');
    await refund.getByRole('button').click();
    await expect.poll(() => amount.getAttribute('aria-invalid')).toBe('true');
    await inspect(page, 'office-refund-amount');
    await amount.fill('2,50');
    await refund.getByRole('button').click();
    await customer.getByText('€2.50').waitFor();

    const cancel = await openAction(page, 'Cancel the order');
    await cancel.getByLabel('Reason', { exact: true }).selectOption({ label: 'Not available' });
    await cancel.getByRole('button').click();
    await page.getByRole('status').filter({ hasText: 'Cancelled' }).waitFor();
    await page.getByRole('heading', { name: 'Actions' }).waitFor({ state: 'detached' });
    await customer.getByText('Cancelled').waitFor();
    expect(await page.evaluate('globalThis.isSamePage')).toBe(true);
  });

  it('search, filter, sort and page of the orders are in the URL', async () => {
    const nel = await registerCustomer();
    const { variants } = await addProduct(100, ['10.00']);
    const lines = [{ variantId: variants[0]?.id ?? '', quantity: 1 }];
    const numbers: string[] = [];
    for (let n = 0; n < 21; n += 1) numbers.push((await place(nel.token, lines)).number);
    const path = `/back-office/orders?q=${nel.email}&sort=OLDEST`;
    const page = await openPage(path, phone);
    await signInToOffice(page);
    const rows = page.getByRole('rowheader');
    await page.getByText('21 orders').waitFor();
    expect(await rows.allTextContents()).toEqual(numbers.slice(0, 20));
    await inspect(page, 'office-orders-pages');
    await page.getByRole('link', { name: 'Next page' }).click();
    await expect.poll(() => rows.allTextContents()).toEqual(numbers.slice(20));
    await page.reload();
    await expect.poll(() => rows.allTextContents()).toEqual(numbers.slice(20));
    await page.getByRole('link', { name: 'Previous page' }).click();
    await expect.poll(() => rows.allTextContents()).toEqual(numbers.slice(0, 20));
    await page.setViewportSize(desktop);
    await page.getByRole('link', { name: 'Placed' }).click();
    await expect.poll(() => rows.first().textContent()).toBe(numbers[20]);
    expect(await page.getByRole('columnheader', { name: 'Placed' }).getAttribute('aria-sort')).toBe(
      'descending',
    );
    await inspect(page, 'office-orders');
    await page.getByRole('checkbox', { name: 'Shipped', exact: true }).check();
    await page.getByText('0 orders').waitFor();
    await page.goBack();
    await page.getByText('21 orders').waitFor();
  });

  it('the account of a customer shows no page of the back office', async () => {
    const page = await openPage('/back-office/orders', phone);
    await signInToOffice(page, 'cem');
    await page.getByRole('heading', { name: 'This account is not for the back office' }).waitFor();
    await inspect(page, 'office-no-access');
    expect(await page.getByRole('link', { name: 'Orders' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('the page to sign in is in German too, and loads less than 150 kB of scripts', async () => {
    const context = await openContext({ viewport: phone, locale: 'de-DE' });
    const page = await context.newPage();
    const { bytes } = collectScripts(page);
    await page.goto(pageUrl('/back-office/'));
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
    await inspect(page, 'office-sign-in-german');
    expect(await bytes()).toBeGreaterThan(50_000);
    expect(await bytes()).toBeLessThan(maxScriptBytes);
    await page.getByLabel('E-Mail-Adresse').fill(demoAccounts.staff.email);
    await page.getByLabel('Passwort').fill('not the password');
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await page.getByRole('alert').waitFor();
  });
});
