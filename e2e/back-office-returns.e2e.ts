import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openAction, signInToOffice } from './back-office.ts';
import { desktop, inspect, pageUrl, phone, useBrowser } from './browser.ts';
import { mugPath, orderTwoUnits } from './storefront.ts';

describe.runIf(hasBrowser)('returns in storefront and back office', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, viewport = desktop): Promise<Page> => {
    const page = await (await openContext({ viewport, locale: 'en-GB' })).newPage();
    await page.goto(pageUrl(path));
    return page;
  };
  /** A guest has ordered and paid two units, and staff have shipped them. Returns both pages of the order. */
  async function shippedOrder() {
    const customer = await openPage(mugPath, phone);
    const number = await orderTwoUnits(customer);
    await customer.getByRole('button', { name: /^Pay / }).click();
    await customer.getByText('Paid, being packed').waitFor();
    const staff = await openPage(`/back-office/orders/${number}`);
    await signInToOffice(staff);
    await (await openAction(staff, 'Ship a parcel')).getByRole('button').click();
    await customer.getByText('On its way').waitFor();
    await customer.evaluate('globalThis.isSamePage = true');
    return { customer, staff, number };
  }
  async function requestReturn(page: Page, units: string): Promise<void> {
    const form = await openAction(page, 'Return items');
    await form.getByLabel(/: units to return, at most [12]$/).fill(units);
    await form.getByLabel('Why').selectOption({ label: 'Too small' });
    await form.getByLabel(/^Comment/).fill('May I have it larger?');
    await form.getByRole('button').click();
  }

  it('a customer requests a return, staff find it, approve and receive it, and both pages change without a reload', async () => {
    const { customer, staff, number } = await shippedOrder();
    const form = await openAction(customer, 'Return items');
    await form.getByRole('button').click();
    await form.getByText('Choose at least one unit.').waitFor();
    await inspect(customer, 'order-return-form');
    await customer.locator('summary').getByText('Return items').click();
    await requestReturn(customer, '2');
    await customer.getByText('Return requested').waitFor();
    await customer.locator('summary').getByText('Return items').waitFor({ state: 'detached' });

    const list = await openPage('/back-office/orders', phone);
    await signInToOffice(list);
    await list.getByRole('checkbox', { name: 'Open returns' }).check();
    await expect.poll(() => list.url()).toMatch(/\?only=returns$/);
    await list.getByRole('link', { name: number }).click();
    await list.getByText('May I have it larger?').waitFor();

    const approve = await openAction(staff, 'Approve the return');
    await approve.getByLabel(/^How the customer sends/).fill('Use the label in the parcel.');
    await inspect(staff, 'office-return');
    await approve.getByRole('button').click();
    await customer.getByText('Return approved').waitFor();
    await customer.getByText('Use the label in the parcel.').waitFor();

    const receive = await openAction(staff, 'Receive the goods');
    await receive.getByLabel(/: units to sell again$/).fill('1');
    const writtenOff = receive.getByLabel(/: units that cannot be sold again$/);
    await writtenOff.fill('2');
    await receive.getByRole('button').click();
    await receive.getByText('At most 2 units of the line are returned.').waitFor();
    await writtenOff.fill('1');
    await receive.getByRole('button').click();
    await staff.getByText('Return received').first().waitFor();
    await staff.getByText('2 returned').waitFor();
    await customer.getByText('Return received').waitFor();
    // Two units and shipping.
    await customer.locator('div', { hasText: /^Refunded€/ }).waitFor();
    await inspect(customer, 'order-returned');
    expect(await customer.evaluate('globalThis.isSamePage')).toBe(true);
  });

  it('a customer cancels a return, staff refuse another, and the customer reads why', async () => {
    const { customer, staff } = await shippedOrder();
    await requestReturn(customer, '1');
    await customer.getByRole('button', { name: 'Cancel the return' }).click();
    await customer.getByText('Return cancelled').waitFor();
    await staff.getByText('Return cancelled').first().waitFor();
    await requestReturn(customer, '2');
    const refuse = await openAction(staff, 'Refuse the return');
    await refuse.getByLabel('Reason that the customer reads').fill('The mugs were used.');
    await refuse.getByRole('button').click();
    await customer.getByText('Return refused').waitFor();
    await customer.getByText('The mugs were used.').waitFor();
    await staff.locator('summary').getByText('Refuse the return').waitFor({ state: 'detached' });
    await inspect(customer, 'order-return-refused');
  });
});
