import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { signInToOffice } from './back-office.ts';
import { desktop, inspect, pageUrl, phone, useBrowser } from './browser.ts';
import { mugPath } from './storefront.ts';

/** What browsers and React report when code cannot be loaded. */
const reported =
  /ERR_INTERNET_DISCONNECTED|ERR_FAILED|status of 404|dynamically imported module|Unable to preload CSS|error occurred in/;
const unloaded = 'This part of the shop could not be loaded';

describe.runIf(hasBrowser)('pages whose code or data cannot be loaded', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, viewport = desktop): Promise<Page> => {
    const context = await openContext({ viewport, locale: 'en-GB' }, reported);
    const page = await context.newPage();
    await page.goto(pageUrl(path));
    return page;
  };
  const product = (page: Page) => page.locator('main a[href^="/shop/products/"]').first();

  it('a page that is opened without a network says so, others stay usable, and it is shown once there is one', async () => {
    const page = await openPage('/shop/', phone);
    await product(page).waitFor();
    await page.context().setOffline(true);
    await product(page).click();
    await page.getByRole('heading', { name: unloaded }).waitFor();
    await inspect(page, 'shop-unloaded');
    await page.getByRole('link', { name: 'Shop', exact: true }).click();
    await page.getByRole('heading', { name: 'New in the shop' }).waitFor();
    await product(page).click();
    await page.getByRole('heading', { name: unloaded }).waitFor();
    await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: unloaded }).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Add to cart' }).waitFor();
  });

  it('a cart that is opened without a network leaves the page as it is', async () => {
    const page = await openPage('/shop/');
    await product(page).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('button', { name: /^Cart/ }).click();
    await page.getByText(unloaded).waitFor();
    await product(page).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
    await page.getByText(unloaded).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Cart/ }).click();
    await page.getByRole('dialog', { name: 'Cart' }).waitFor();
  });

  it('code that a deployment has removed reloads the page once, and then says so', async () => {
    const page = await openPage('/shop/');
    await product(page).waitFor();
    let [loads, requests] = [0, 0];
    page.on('load', () => {
      loads += 1;
    });
    const code = /\/product-page-[^/]*\.js$/;
    await page.route(code, (route) => {
      requests += 1;
      return route.fulfill({ status: 404 });
    });
    await product(page).click();
    await page.getByRole('heading', { name: unloaded }).waitFor();
    await expect.poll(() => loads).toBe(1);
    await page.getByRole('heading', { name: unloaded }).waitFor();
    await expect.poll(() => requests).toBeGreaterThan(1);
    await page.getByRole('link', { name: 'Shop', exact: true }).click();
    await product(page).click();
    await page.getByRole('heading', { name: unloaded }).waitFor();
    expect(loads).toBe(1);
    await page.unroute(code);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Add to cart' }).waitFor();
  });

  it('a page of the back office whose code cannot be loaded says so, and is shown once there is a network', async () => {
    const page = await openPage('/back-office/');
    await signInToOffice(page);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Stock', exact: true }).click();
    await page.getByRole('heading', { name: unloaded }).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: 'Stock', exact: true }).waitFor();
  });

  it('a change that does not reach the shop says so in the language of the page', async () => {
    const options = { viewport: phone, locale: 'de-DE' };
    const page = await (await openContext(options, reported)).newPage();
    await page.goto(pageUrl(mugPath));
    const add = page.getByRole('button', { name: 'In den Warenkorb' });
    await add.waitFor();
    await page.context().setOffline(true);
    await add.click();
    await page.getByText('Der Laden hat nicht geantwortet.').waitFor();
  });

  it('a list whose data did not arrive is requested again when there is a network', async () => {
    const page = await openPage(mugPath);
    await page.getByRole('button', { name: 'Add to cart' }).waitFor();
    await page.goto(pageUrl('/shop/search'));
    await page.getByText(/^\d+ products$/).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('searchbox').fill('mug');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    const banner = page.getByRole('status').filter({ hasText: 'You are offline.' });
    await banner.getByRole('button', { name: 'Try again' }).click();
    await banner.waitFor();
    await page.context().setOffline(false);
    await page
      .getByText('1 product', { exact: true })
      .or(page.getByText(/^\d+ products$/))
      .waitFor();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Stoneware Mug' }).waitFor();
  });
});
