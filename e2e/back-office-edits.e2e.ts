import { hasBrowser } from '@shop/testing';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openAction, signInToOffice } from './back-office.ts';
import { desktop, inspect, pageUrl, phone, useBrowser } from './browser.ts';
import { mugPath, orderTwoUnits } from './storefront.ts';

describe.runIf(hasBrowser)('edits in storefront and back office', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, viewport = desktop): Promise<Page> => {
    const page = await (await openContext({ viewport, locale: 'en-GB' })).newPage();
    await page.goto(pageUrl(path));
    return page;
  };
  /** A guest has ordered and paid two mugs. Returns the page of the guest and that of staff. */
  async function paidOrder() {
    const customer = await openPage(mugPath, phone);
    const number = await orderTwoUnits(customer);
    await customer.getByRole('button', { name: /^Pay / }).click();
    await customer.getByText('Paid, being packed').waitFor();
    const staff = await openPage(`/back-office/orders/${number}`);
    await signInToOffice(staff);
    await customer.evaluate('globalThis.isSamePage = true');
    return { customer, staff };
  }

  async function addTee(form: Locator) {
    await form.getByLabel('Add a variant').fill('tee');
    await form
      .getByRole('button', { name: /^Add Classic Cotton Tee/ })
      .first()
      .click();
  }

  it('staff add a unit and another product, and the customer pays the difference on the page that is open', async () => {
    const { customer, staff } = await paidOrder();
    const form = await openAction(staff, 'Edit the order');
    await form.getByRole('spinbutton').first().fill('3');
    await addTee(form);
    await form.getByText(/^The customer has to pay /).waitFor();
    await inspect(staff, 'office-edit-form');
    await form.getByRole('button', { name: 'Edit the order' }).click();
    await staff.getByText('Applied').waitFor();
    await staff.getByText(/: 3 instead of 2$/).waitFor();

    await customer.getByText(/^Your order costs more since we have changed it/).waitFor();
    await customer.getByText(/^3 × Stoneware Mug/).waitFor();
    await customer.getByText(/^1 × Classic Cotton Tee/).waitFor();
    await inspect(customer, 'order-edited');
    await customer.getByRole('button', { name: /^Pay / }).click();
    await customer.getByText(/^Your order costs more/).waitFor({ state: 'detached' });
    await staff.getByText('Payment received').waitFor();
    expect(await customer.evaluate('globalThis.isSamePage')).toBe(true);
    await (await openAction(staff, 'Ship a parcel')).getByRole('button').click();
    await customer.getByText('On its way').waitFor();
  });

  it('staff take a unit away, and the customer gets its price back', async () => {
    const { customer, staff } = await paidOrder();
    const form = await openAction(staff, 'Edit the order');
    await form.getByRole('button', { name: /^Remove / }).click();
    await form.getByRole('button', { name: 'Edit the order' }).click();
    await form.getByText('An order has at least one unit. Cancel it instead.').waitFor();
    await form.getByRole('spinbutton').fill('1');
    await form.getByText(/^The customer gets back /).waitFor();
    await form.getByRole('button', { name: 'Edit the order' }).click();
    await customer.getByText(/^1 × Stoneware Mug/).waitFor();
    await customer.getByText(/^Changed on /).waitFor();
    await staff.getByText('Refunded', { exact: true }).first().waitFor();
    expect(await customer.evaluate('globalThis.isSamePage')).toBe(true);
  });

  it('an edit of more than is in stock is rejected, and both pages show the order as it was', async () => {
    const { customer, staff } = await paidOrder();
    const form = await openAction(staff, 'Edit the order');
    await addTee(form);
    // The shop has fewer of each.
    await form.getByRole('spinbutton').last().fill('99');
    await form.getByRole('button', { name: 'Edit the order' }).click();
    await staff.getByText('Rejected', { exact: true }).waitFor();
    await staff.getByText(/: 99 wanted, /).waitFor();
    await customer.getByText(/^2 × Stoneware Mug/).waitFor();
  });
});
