import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openAction, signInToOffice } from './back-office.ts';
import { desktop, inspect, pageUrl, phone, useBrowser } from './browser.ts';
import { addProduct } from './shopping.ts';
import { addToCart, fillCheckout, ordered } from './storefront.ts';

describe.runIf(hasBrowser)('gift cards', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, viewport = desktop): Promise<Page> => {
    const page = await (await openContext({ viewport, locale: 'en-GB' })).newPage();
    await page.goto(pageUrl(path));
    return page;
  };

  it('staff create one, a guest pays a part with it and the rest by card, and staff correct and disable it', async () => {
    const { slug } = await addProduct(5, ['20.00']);
    const office = await openPage('/back-office/gift-cards');
    await signInToOffice(office);
    const create = await openAction(office, 'Create gift cards');
    await create.getByLabel('Amount of each gift card').fill('12,50');
    await create.getByRole('button', { name: 'Create gift cards' }).click();
    const codes = office.getByRole('region', { name: 'Codes of the new gift cards' });
    const code = (await codes.locator('pre').textContent())?.trim() ?? '';
    expect(code).toMatch(/^[2-9A-Z]{16}$/);
    await inspect(office, 'office-gift-card-codes');
    await codes.getByRole('button', { name: 'Hide the codes' }).click();

    const page = await openPage(`/shop/products/${slug}`, phone);
    await addToCart(page);
    await fillCheckout(page, 'nel@shop.example');
    const number = await ordered(page);
    await page.getByText('Pay with a gift card').click();
    const field = page.getByLabel('Code of the gift card');
    await field.fill('NOT-A-CODE');
    await page.getByRole('button', { name: 'Check the gift card' }).click();
    await page.getByRole('alert').waitFor();
    await field.fill(`${code.slice(0, 8)}-${code.slice(8)}`.toLowerCase());
    await page.getByRole('button', { name: 'Check the gift card' }).click();
    await page.getByText('It pays €12.50. You pay €7.50 in another way.').waitFor();
    await inspect(page, 'shop-gift-card');
    await page.getByRole('button', { name: 'Use €12.50 of it' }).click();
    await page.getByText(`Gift card …${code.slice(-4)} has paid €12.50.`).waitFor();
    await page.getByText('€7.50 is left to pay.').waitFor();
    await inspect(page, 'shop-gift-card-paid');
    await page.getByRole('button', { name: 'Pay €7.50' }).click();
    await page.getByText('Paid, being packed').waitFor();

    await office.goto(pageUrl(`/back-office/orders/${number}`));
    await office.getByText(`Gift card …${code.slice(-4)}`).waitFor();
    await office.goto(pageUrl(`/back-office/gift-cards?q=${code.slice(-4)}`));
    await office.getByText('Used up').waitFor();
    await office.getByRole('link', { name: `…${code.slice(-4)}` }).click();
    await office.getByRole('link', { name: number }).waitFor();
    const adjust = await openAction(office, 'Correct the balance');
    await adjust.getByLabel('New balance in EUR').fill('5.00');
    await adjust.getByLabel('Reason').fill('Goodwill');
    await adjust.getByRole('button').click();
    await office.getByText('Goodwill').waitFor();
    await (await openAction(office, 'Disable')).getByRole('button').click();
    await office.getByText('Disabled', { exact: true }).waitFor();
    await inspect(office, 'office-gift-card');
  });
});
