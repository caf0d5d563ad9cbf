import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { desktop, holdRequests, pageUrl, useBrowser } from './browser.ts';
import { addProduct } from './shopping.ts';
import { addToCart } from './storefront.ts';

describe.runIf(hasBrowser)('the cart of the storefront', () => {
  const openContext = useBrowser();
  async function openProduct(expected?: RegExp): Promise<Page> {
    const { slug } = await addProduct(50, ['16.00']);
    const context = await openContext({ viewport: desktop, locale: 'en-GB' }, expected);
    const page = await context.newPage();
    await page.goto(pageUrl(`/shop/products/${slug}`));
    return page;
  }
  /** Clicks a button of the cart without waiting for anything between. */
  const clickAtOnce = (page: Page, name: string, times: number) =>
    page.getByRole('button', { name }).evaluate((button, clicks) => {
      for (let n = 0; n < clicks; n += 1) (button as { click: () => void }).click();
    }, times);
  const units = (page: Page) => page.getByRole('dialog').locator('output');
  const total = (page: Page) => page.getByRole('dialog').locator('.total dd');

  it('of many clicks at once none is lost, the totals change with them, and a request is sent for the last', async () => {
    const page = await openProduct();
    await addToCart(page);
    const requests = await holdRequests(page, 'setCartLines');
    await clickAtOnce(page, 'One more', 6);
    await expect.poll(() => units(page).textContent()).toBe('7');
    await expect.poll(() => total(page).textContent()).toBe('€112.00');
    await page.getByRole('button', { name: 'Cart: 7 items', includeHidden: true }).waitFor();
    await expect.poll(() => requests.sent()).toBe(1);
    requests.release();
    await expect.poll(() => requests.finished()).toBe(2);
    await page.locator('.sums[aria-busy="false"]').waitFor();
    expect(await units(page).textContent()).toBe('7');
    expect(requests.sent()).toBe(2);
    await page.reload();
    await page.getByRole('button', { name: 'Cart: 7 items' }).click();
    await expect.poll(() => total(page).textContent()).toBe('€112.00');
  });

  it('a change without an answer is taken back', async () => {
    const page = await openProduct(/ERR_FAILED/);
    await addToCart(page);
    const requests = await holdRequests(page, 'setCartLines');
    await clickAtOnce(page, 'One more', 3);
    await expect.poll(() => units(page).textContent()).toBe('4');
    requests.abort();
    await page.getByRole('alert').waitFor();
    await expect.poll(() => units(page).textContent()).toBe('1');
    await expect.poll(() => total(page).textContent()).toBe('€16.00');
  });

  it('the header counts a unit at once, and no longer when it was not added', async () => {
    const page = await openProduct(/ERR_FAILED/);
    const requests = await holdRequests(page, 'addCartLines');
    await page.getByRole('button', { name: 'Cart: 0 items' }).waitFor();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('button', { name: 'Cart: 1 item', exact: true }).waitFor();
    requests.abort();
    await page.getByRole('alert').waitFor();
    await page.getByRole('button', { name: 'Cart: 0 items' }).waitFor();
    await page.unroute('**/graphql');
    await addToCart(page);
    await page
      .getByRole('button', { name: 'Cart: 1 item', exact: true, includeHidden: true })
      .waitFor();
  });

  it('a guest whose cart was deleted gets a new one', async () => {
    const page = await openProduct();
    await page.getByRole('button', { name: 'Add to cart' }).waitFor();
    await page.evaluate("localStorage.setItem('shop.cart-token', 'of a deleted cart')");
    await page.reload();
    await addToCart(page);
    expect(await page.evaluate("localStorage.getItem('shop.cart-token')")).not.toContain('deleted');
    await page.reload();
    await page.getByRole('button', { name: 'Cart: 1 item', exact: true }).waitFor();
  });
});
