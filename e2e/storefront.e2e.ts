import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';
import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  collectScripts,
  desktop,
  inspect,
  maxScriptBytes,
  pageUrl,
  phone,
  useBrowser,
} from './browser.ts';
import { addToCart, fillAddress, ordered } from './storefront.ts';

const english = { viewport: desktop, locale: 'en-GB' };
const german = { viewport: phone, locale: 'de-DE' };

/** Other tests add products: which ones are the newest is not known. */
const untilProducts = (page: Page): Promise<void> =>
  page.locator('main a[href^="/shop/products/"]').first().waitFor();

describe.runIf(hasBrowser)('the storefront in a browser without the internet', () => {
  const openContext = useBrowser();
  const openPage = async (
    options: typeof english,
    path = '/shop/',
    expected?: RegExp,
  ): Promise<Page> => {
    const page = await (await openContext(options, expected)).newPage();
    await page.goto(pageUrl(path));
    return page;
  };

  it('a guest finds a product, orders it, and sees the order become paid without a reload', async () => {
    const page = await openPage(english);
    await page.getByRole('link', { name: 'Clothing' }).waitFor();
    await untilProducts(page);
    await inspect(page, 'shop-home');
    await page.getByRole('link', { name: 'Clothing' }).click();
    await page.getByRole('heading', { name: 'Clothing' }).waitFor();
    await page.getByText(/^\d+ products$/).waitFor();
    await inspect(page, 'shop-category');
    await page.goBack();
    await untilProducts(page);

    await page.getByRole('searchbox').fill('tee');
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: /In stock/ }).check();
    await page.getByLabel('Highest price').fill('30,00');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toMatch(/\?q=tee&inStock=true&max=30.00&currency=EUR$/);
    await page.getByText(/^\d+ products$/).waitFor();
    await inspect(page, 'shop-search');

    await page.getByRole('link', { name: 'Classic Cotton Tee' }).click();
    await page.getByRole('radio', { name: 'White' }).check();
    await page.getByRole('radio', { name: 'M', exact: true }).check();
    await inspect(page, 'shop-product');
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('button', { name: 'One more' }).click();
    await page.getByRole('status').filter({ hasText: '2' }).waitFor();
    await page.getByText('Classic Cotton Tee - White / M').waitFor();
    await page.getByLabel('Voucher code').fill('NOT-A-CODE');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('alert').waitFor();
    await inspect(page, 'shop-cart');
    await page.getByRole('button', { name: 'Checkout' }).click();

    await page.getByLabel('E-mail address').fill('nel@shop.example');
    await fillAddress(page, { postalCode: '1' });
    await page.getByRole('button', { name: 'Place order' }).click();
    const postalCode = page.getByLabel('Postal code');
    await expect.poll(() => postalCode.getAttribute('aria-invalid')).toBe('true');
    await inspect(page, 'shop-checkout-refusal');
    await postalCode.fill('20459');
    await inspect(page, 'shop-checkout');
    await page.getByRole('button', { name: 'Place order' }).click();

    await page.getByText('Reserved, waiting for payment').waitFor();
    await page.getByRole('button', { name: 'Cart: 0 items' }).waitFor();
    await page.getByLabel('Card', { exact: true }).selectOption('tok_decline');
    const pay = page.getByRole('button', { name: /^Pay / });
    await pay.click();
    await page.getByRole('alert').waitFor();
    await inspect(page, 'shop-payment');
    await page.evaluate('globalThis.isSamePage = true');
    await page.getByLabel('Card', { exact: true }).selectOption('tok_late_success');
    await pay.click();
    await page.getByText('Paid, being packed').waitFor();
    expect(await page.evaluate('globalThis.isSamePage')).toBe(true);
    await inspect(page, 'shop-order');
  });

  it('filters and a sort that are chosen before the page shows the last choice count together', async () => {
    const page = await openPage(english, '/shop/categories/clothing');
    await page.getByRole('checkbox', { name: /In stock/ }).waitFor();
    await page.getByLabel('Highest price').fill('30');
    await page.evaluate(`{
      const [inStock, option] = document.querySelectorAll('aside input[type=checkbox]');
      inStock.click();
      option.click();
      const select = document.querySelector('.listing-head select');
      select.value = 'TITLE';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }`);
    const url = /clothing\?inStock=true&option\.[^&]+&sort=TITLE/;
    await expect.poll(() => page.url()).toMatch(url);
    await expect.poll(() => page.getByRole('checkbox', { checked: true }).count()).toBe(2);
    await page.getByLabel('Highest price').press('Enter');
    await expect.poll(() => page.url()).toMatch(new RegExp(`${url.source}&max=30&currency=EUR$`));
  });

  it('the first page loads less than 150 kB of scripts, each cached for good', async () => {
    const page = await (await openContext(german)).newPage();
    const { scripts, bytes } = collectScripts(page);
    await page.goto(pageUrl('/shop/'));
    await untilProducts(page);
    await inspect(page, 'shop-home-german');
    for (const { cache } of scripts) expect(cache).toContain('immutable');
    expect(await bytes()).toBeGreaterThan(50_000);
    expect(await bytes()).toBeLessThan(maxScriptBytes);
  });

  it('a customer registers in German, and a refusal stands at its field', async () => {
    const page = await openPage(german, '/shop/register');
    await page.getByLabel('Name').fill('Nel');
    await page.getByLabel('E-Mail-Adresse').fill(`nel-${crypto.randomUUID()}@shop.example`);
    const password = page.getByLabel('Passwort');
    await password.fill('kurz');
    const register = page.getByRole('button', { name: 'Konto anlegen' });
    await register.click();
    await page.getByText('Mindestens 8 Zeichen.').waitFor();
    expect(await password.getAttribute('aria-invalid')).toBe('true');
    await inspect(page, 'shop-register');
    await password.fill('correct horse battery staple');
    await register.click();
    await page.getByText('Sie haben noch nichts bestellt.').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Abmelden' }).waitFor();
    await inspect(page, 'shop-account');
  });

  it('a customer signs in with the cart of a guest, orders, and finds the order among theirs', async () => {
    const page = await openPage({ ...german, locale: 'en-GB' }, '/shop/products/stoneware-mug');
    await addToCart(page);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('E-mail address').fill(demoAccounts.cem.email);
    await page.getByLabel('Password').fill(demoPassword);
    await inspect(page, 'shop-sign-in');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'My orders' }).waitFor();
    await page.getByRole('button', { name: /^Cart/ }).click();
    await inspect(page, 'shop-cart-of-customer');
    await page.getByRole('button', { name: 'Checkout' }).click();
    await fillAddress(page);
    await inspect(page, 'shop-checkout');
    const number = await ordered(page);
    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByText('Paid, being packed').waitFor();
    await inspect(page, 'shop-order-of-customer');
    await page.getByRole('link', { name: demoAccounts.cem.displayName }).click();
    await page.getByRole('link', { name: number }).waitFor();
    await inspect(page, 'shop-orders');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
  });

  it('the cart is used with the keyboard alone: focus stays in it, and returns to where it was', async () => {
    const page = await openPage(english, '/shop/products/stoneware-mug');
    const add = page.getByRole('button', { name: 'Add to cart' });
    await add.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Cart' }).waitFor();
    const focused = (selector: string) =>
      page.evaluate<boolean>(`document.activeElement.closest('${selector}') !== null`);
    await expect.poll(() => focused('[role=dialog]')).toBe(true);
    // Around the whole dialog, and further.
    for (let presses = 0; presses < 12; presses += 1) {
      await page.keyboard.press('Tab');
      await expect.poll(() => focused('[role=dialog]')).toBe(true);
    }
    await page.getByRole('button', { name: 'One more' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: '2' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => add.evaluate((element) => element.matches(':focus'))).toBe(true);
  });

  it('without a network the page says so, and an unknown address has a page of its own', async () => {
    // On a busy machine the page may still load a resource when the network goes.
    const page = await openPage(german, '/shop/nothing/here', /ERR_INTERNET_DISCONNECTED/);
    await page.getByRole('heading', { name: 'Diese Seite gibt es nicht' }).waitFor();
    await page.waitForLoadState('networkidle');
    await page.context().setOffline(true);
    await page.getByText('Sie sind offline.').waitFor();
    await inspect(page, 'shop-offline');
    await page.context().setOffline(false);
    await page.getByText('Sie sind offline.').waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Diese Seite gibt es nicht' }).waitFor();
  });
});
