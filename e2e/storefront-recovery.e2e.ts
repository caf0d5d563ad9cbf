import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { desktop, inspect, pageUrl, phone, useBrowser } from './browser.ts';
import { addProduct } from './shopping.ts';
import {
  addToCart,
  fillCheckout,
  newAddress,
  ordered,
  password,
  register,
  signIn,
} from './storefront.ts';

describe.runIf(hasBrowser)('a checkout that is interrupted', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, expected?: RegExp, viewport = desktop): Promise<Page> => {
    const context = await openContext({ viewport, locale: 'en-GB' }, expected);
    const page = await context.newPage();
    await page.goto(pageUrl(path));
    return page;
  };

  it('an order whose answer was lost is sent again after a reload, and leads the guest to it', async () => {
    const { slug } = await addProduct(5, ['10.00']);
    const page = await openPage(`/shop/products/${slug}`, /ERR_FAILED/, phone);
    await addToCart(page);
    await fillCheckout(page, newAddress());
    let lost = 0;
    let isBlocked = true;
    await page.route('**/graphql', async (route) => {
      if (!isBlocked || !route.request().postData()?.includes('placeOrder(')) {
        return route.fallback();
      }
      if (lost === 0) await route.fetch();
      lost += 1;
      await route.abort();
    });
    await page.getByRole('button', { name: 'Place order' }).click();
    await expect.poll(() => lost).toBeGreaterThan(0);
    await page.reload();
    isBlocked = false;
    await page.getByText(/^Your order .+ is placed\.$/).waitFor();
    await page.getByRole('button', { name: 'Cart: 0 items' }).waitFor();
    await inspect(page, 'shop-sent-order');
    await page.getByRole('link', { name: 'Show the order' }).click();
    await page.getByText('Reserved, waiting for payment').waitFor();
    await page.getByText(/^Your order .+ is placed\.$/).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByText('Reserved, waiting for payment').waitFor();
  });

  it('a customer whose session has ended elsewhere signs in again, and the form has what was filled in', async () => {
    const { slug } = await addProduct(5, ['10.00']);
    const page = await openPage('/shop/register', /status of 401/);
    const email = await register(page);
    await page.goto(pageUrl(`/shop/products/${slug}`));
    await addToCart(page);
    await fillCheckout(page);
    const place = page.getByRole('button', { name: 'Place order' });
    await expect.poll(() => place.isEnabled()).toBe(true);

    const other = await openPage('/shop/sign-in');
    await signIn(other, email);
    await other.getByRole('link', { name: 'Sessions' }).click();
    await other.getByRole('button', { name: 'End', exact: true }).click();
    await other.getByRole('button', { name: 'End', exact: true }).waitFor({ state: 'detached' });

    await place.click();
    await page.getByText('Your session has ended, and nothing was ordered.').waitFor();
    await inspect(page, 'shop-session-ended');
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Checkout' }).waitFor();
    await expect.poll(() => page.getByLabel('City').inputValue()).toBe('Hamburg');
    await expect.poll(() => page.getByLabel('Postal code').inputValue()).toBe('20459');
    await ordered(page);
  });

  it('a guest chooses another language, and the form has what was filled in', async () => {
    const { slug } = await addProduct(5, ['10.00']);
    const page = await openPage(`/shop/products/${slug}`);
    await addToCart(page);
    await fillCheckout(page, 'nel@shop.example');
    await page.getByLabel('Language').selectOption('de');
    await page.getByRole('heading', { name: 'Kasse' }).waitFor();
    await expect.poll(() => page.getByLabel('Ort').inputValue()).toBe('Hamburg');
    expect(await page.getByLabel('E-Mail-Adresse').inputValue()).toBe('nel@shop.example');
  });

  it('signing in leads to the page that required it', async () => {
    const page = await openPage('/shop/account/addresses');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByRole('link', { name: 'Create an account' }).click();
    await page.getByRole('heading', { name: 'Create an account' }).waitFor();
    await page.getByLabel('Name').fill('Nel');
    await page.getByLabel('E-mail address').fill(newAddress());
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Create an account' }).click();
    await page.getByRole('heading', { name: 'Addresses' }).waitFor();
  });
});
