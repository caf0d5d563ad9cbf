import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { inspect, pageUrl, phone, screenshot, useBrowser } from './browser.ts';
import { linkIn } from './emails.ts';
import { addToCart, fillCheckout, newAddress, ordered, password, register } from './storefront.ts';

describe.runIf(hasBrowser)('links of e-mails open the storefront', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, expected?: RegExp): Promise<Page> => {
    const context = await openContext({ viewport: phone, locale: 'en-GB' }, expected);
    const page = await context.newPage();
    await page.goto(new URL(path, pageUrl('/shop/')).href);
    return page;
  };

  it('a customer verifies an e-mail address and sets a new password', async () => {
    const page = await openPage('register');
    const email = await register(page);

    await page.goto(await linkIn(email, /Verify your e-mail/));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('Your e-mail address is confirmed.').waitFor();
    await inspect(page, 'shop-verify-email');

    const other = await openPage('sign-in');
    await other.getByRole('link', { name: 'Forgot your password?' }).click();
    await other.getByRole('heading', { name: 'Set a new password' }).waitFor();
    await inspect(other, 'shop-reset-request');
    await other.getByLabel('E-mail address').fill(email);
    await other.getByRole('button', { name: 'Send a link' }).click();
    await other.getByText(/an e-mail with a link is on its way/).waitFor();
    await other.goto(await linkIn(email, /new password/));
    await other.getByLabel('New password').fill('short');
    const set = other.getByRole('button', { name: 'Set a new password' });
    await set.click();
    await expect
      .poll(() => other.getByLabel('New password').getAttribute('aria-invalid'))
      .toBe('true');
    await inspect(other, 'shop-reset-password');
    await other.getByLabel('New password').fill(`new ${password}`);
    await set.click();
    await other.getByText(/Your password is changed/).waitFor();
    await other.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    await other.getByLabel('E-mail address').fill(email);
    await other.getByLabel('Password').fill(`new ${password}`);
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other.getByRole('heading', { name: 'My orders' }).waitFor();
  });

  it('a guest opens an order on another device, and its token does not stay in the address', async () => {
    const email = newAddress();
    const page = await openPage('products/stoneware-mug');
    await addToCart(page);
    await fillCheckout(page, email);
    const number = await ordered(page);

    const link = await linkIn(email, /has been confirmed/);
    expect(link).toContain(`/shop/orders/${number}#token=`);
    const other = await openPage(link);
    await other.getByRole('heading', { name: `Order ${number}` }).waitFor();
    await expect.poll(() => other.url()).toMatch(new RegExp(`/orders/${number}$`));
    // The other device pays; the first one sees it.
    await other.getByRole('button', { name: /^Pay / }).click();
    await other.getByText('Paid, being packed').waitFor();
    await page.getByText('Paid, being packed').waitFor();
    await other.reload();
    await other.getByRole('heading', { name: `Order ${number}` }).waitFor();
  });

  it('an order that is placed without a network is sent when there is one again', async () => {
    const page = await openPage('products/stoneware-mug', /ERR_INTERNET_DISCONNECTED/);
    await addToCart(page);
    await fillCheckout(page, newAddress());
    const place = page.getByRole('button', { name: 'Place order' });
    await expect.poll(() => place.isEnabled()).toBe(true);
    await page.context().setOffline(true);
    await place.click();
    await page.getByRole('button', { name: 'Placing your order' }).waitFor();
    await page.getByText('You are offline.').waitFor();
    await screenshot(page, 'shop-offline-checkout-phone');
    await page.context().setOffline(false);
    await page.getByText('Reserved, waiting for payment').waitFor();
  });
});
