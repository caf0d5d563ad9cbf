import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { desktop, inspect, pageUrl, phone, useBrowser } from './browser.ts';
import { addProduct } from './shopping.ts';
import { orderUnit, register } from './storefront.ts';

describe.runIf(hasBrowser)('saved cards in the storefront', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, options = { viewport: phone, locale: 'en-GB' }) => {
    const page = await (await openContext(options)).newPage();
    await page.goto(pageUrl(path));
    return page;
  };
  /** Places an order of a product, whose page waits for the payment then. */
  const order = (page: Page, slug: string, email?: string) =>
    orderUnit(page, pageUrl(`/shop/products/${slug}`), email);
  const pay = async (page: Page) => {
    await page.getByRole('button', { name: 'Pay €10.00' }).click();
    await page.getByText('Paid, being packed').waitFor();
  };

  it('a customer saves a card, pays the next order with it, then with another one, and removes both', async () => {
    const { slug } = await addProduct(20, ['10.00']);
    const page = await openPage('/shop/register');
    await register(page);
    await page.getByRole('link', { name: 'Saved cards' }).click();
    await page.getByText('You have no saved cards yet.').waitFor();
    await inspect(page, 'shop-cards-none');

    await order(page, slug);
    const card = page.getByLabel('Card', { exact: true });
    await card.selectOption('is declined');
    await page.getByLabel('Save this card').check();
    await page.getByRole('button', { name: 'Pay €10.00' }).click();
    await page.getByRole('alert').waitFor();
    await inspect(page, 'shop-cards-save');
    // The choice to save it stays.
    await card.selectOption('succeeds');
    await pay(page);

    await order(page, slug);
    const saved = page.getByRole('radio', { name: /^Test card ending in 4242/ });
    await expect.poll(() => saved.isChecked()).toBe(true);
    await inspect(page, 'shop-cards-choice');
    await pay(page);

    await order(page, slug);
    await page.getByRole('radio', { name: 'Another card' }).check();
    await card.selectOption('succeeds after a moment');
    await page.getByLabel('Save this card').check();
    await pay(page);

    await page.goto(pageUrl('/shop/account/payment-methods'));
    const cards = page.getByRole('main').getByRole('listitem');
    await expect.poll(() => cards.count()).toBe(2);
    await page
      .getByText(/^Valid until December \d{4}$/)
      .first()
      .waitFor();
    await inspect(page, 'shop-cards');
    await page.getByRole('button', { name: 'Remove: Test card ending in 4242' }).click();
    await expect.poll(() => cards.count()).toBe(1);
    await page.getByRole('button', { name: 'Remove: Test card ending in 0077' }).click();
    await page.getByText('You have no saved cards yet.').waitFor();
  });

  it('a card that was removed in another tab is refused, and the order is paid with another one', async () => {
    const { slug } = await addProduct(20, ['10.00']);
    const page = await openPage('/shop/register', { viewport: desktop, locale: 'en-GB' });
    await register(page);
    await order(page, slug);
    await page.getByLabel('Save this card').check();
    await pay(page);
    await order(page, slug);
    await page.getByRole('radio', { name: /^Test card ending in 4242/ }).waitFor();

    const tab = await page.context().newPage();
    await tab.goto(pageUrl('/shop/account/payment-methods'));
    await tab.getByRole('button', { name: 'Remove: Test card ending in 4242' }).click();
    await tab.getByText('You have no saved cards yet.').waitFor();

    await page.getByRole('button', { name: 'Pay €10.00' }).click();
    await page.getByRole('alert').filter({ hasText: 'There is no such saved' }).waitFor();
    await page.getByLabel('Save this card').waitFor();
    await pay(page);
  });

  it('an order that costs nothing is confirmed without a payment', async () => {
    const { slug } = await addProduct(5, ['0.00']);
    const page = await openPage('/shop/');
    await order(page, slug, 'nel@shop.example');
    const confirm = page.getByRole('button', { name: 'Confirm the order' });
    await confirm.waitFor();
    expect(await page.getByText('Pay with a gift card').count()).toBe(0);
    await confirm.click();
    await page.getByText('Paid, being packed').waitFor();
  });

  it('a guest is offered no saved card', async () => {
    const { slug } = await addProduct(5, ['10.00']);
    const page = await openPage('/shop/');
    await order(page, slug, 'nel@shop.example');
    await page.getByLabel('Card', { exact: true }).waitFor();
    expect(await page.getByLabel('Save this card').count()).toBe(0);
    await pay(page);
  });
});
