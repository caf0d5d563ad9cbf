import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { desktop, inspect, pageUrl, phone, useBrowser } from './browser.ts';
import { requestData, tokenOf } from './client.ts';
import { CreateProductDocument } from './generated/graphql.ts';
import { addProduct, newKey, receiveUnits } from './shopping.ts';
import { addToCart, fillCheckout, ordered, register } from './storefront.ts';

describe.runIf(hasBrowser)('pages of the storefront', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, viewport = desktop, locale = 'en-GB'): Promise<Page> => {
    const page = await (await openContext({ viewport, locale })).newPage();
    await page.goto(pageUrl(path));
    return page;
  };

  it('all pictures of a product are shown, with the keyboard too', async () => {
    const images = ['front', 'back'].map((alt) => ({
      url: pageUrl(`/shop/favicon.svg?${alt}`),
      alt,
    }));
    const variants = [{ sku: `E2E-${newKey()}`, price: { amount: '10.00', currencyCode: 'EUR' } }];
    const input = { title: `Thing ${newKey()}`, status: 'ACTIVE' as const, images, variants };
    const { createProduct } = await requestData(
      CreateProductDocument,
      { input },
      await tokenOf('staff'),
    );
    const { slug, variants: created = [] } = createProduct?.product ?? {};
    await receiveUnits(created[0]?.id ?? '', 5);
    const page = await openPage(`/shop/products/${slug}`);
    await page.getByRole('img', { name: 'front' }).waitFor();
    await inspect(page, 'shop-pictures');
    await page.getByRole('button', { name: 'Picture 2 of 2' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: 'back' }).waitFor();
    const chosen = page.getByRole('button', { pressed: true });
    await expect.poll(() => chosen.getAttribute('aria-label')).toBe('Picture 2 of 2');
  });

  it('a reversed range of prices is told at its form, and the list stays', async () => {
    const page = await openPage('/shop/search?min=9&max=1&currency=EUR', phone, 'de-DE');
    await page.getByText('Der niedrigste Preis liegt über dem höchsten.').waitFor();
    await page.locator('main a[href^="/shop/products/"]').first().waitFor();
    await expect
      .poll(() => page.getByLabel('Höchster Preis').getAttribute('placeholder'))
      .toMatch(/^\d+,\d{2}$/);
    await inspect(page, 'shop-reversed-prices');
    await page.getByLabel('Höchster Preis').fill('19,00');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toMatch(/\?min=9&max=19.00&currency=EUR$/);
    await page
      .getByText('Der niedrigste Preis liegt über dem höchsten.')
      .waitFor({ state: 'detached' });
  });

  it('a category that does not exist has the page for that', async () => {
    const page = await openPage('/shop/categories/nothing');
    await page.getByRole('heading', { name: 'This page does not exist' }).waitFor();
    await expect.poll(() => page.title()).toContain('This page does not exist');
  });

  it('a customer who signs out in one tab is signed out in the others', async () => {
    const page = await openPage('/shop/register');
    await register(page);
    const other = await page.context().newPage();
    await other.goto(pageUrl('/shop/'));
    await other.getByRole('link', { name: 'Nel' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    await other.getByRole('link', { name: 'Sign in' }).waitFor();
    await other.getByRole('link', { name: 'Nel' }).waitFor({ state: 'detached' });
  });

  it('a problem of a line of the cart is told in German', async () => {
    const { slug } = await addProduct(1, ['10.00']);
    const page = await openPage(`/shop/products/${slug}`, phone, 'de-DE');
    await page.getByRole('button', { name: 'In den Warenkorb' }).click();
    await page.getByRole('button', { name: 'Eins mehr' }).click();
    await page.getByText('Davon ist nicht genug auf Lager.').waitFor();
  });

  it('a voucher code is entered at the checkout too', async () => {
    const { slug } = await addProduct(5, ['10.00']);
    const page = await openPage(`/shop/products/${slug}`);
    await addToCart(page);
    await fillCheckout(page, 'nel@shop.example');
    await page.getByLabel('Voucher code').fill('NOT-A-CODE');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('alert').waitFor();
    await inspect(page, 'shop-checkout-voucher');
    await ordered(page);
  });
});
