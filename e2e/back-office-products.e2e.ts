import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openAction, signInToOffice } from './back-office.ts';
import { desktop, inspect, pageUrl, phone, useBrowser } from './browser.ts';
import { requestData, tokenOf } from './client.ts';
import { CreateProductDocument } from './generated/graphql.ts';
import { newKey } from './shopping.ts';

describe.runIf(hasBrowser)('products in the back office', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, viewport = desktop): Promise<Page> => {
    const page = await (await openContext({ viewport, locale: 'en-GB' })).newPage();
    await page.goto(pageUrl(path));
    return page;
  };

  it('staff find a draft, edit it, change its variants and prices, put it on sale and archive it', async () => {
    const [word = '', sku] = [newKey().slice(0, 8), `E2E-${newKey().slice(0, 8)}`];
    const options = [{ name: 'Size', value: 'S' }];
    const variants = [{ sku, options, price: { amount: '10.00', currencyCode: 'EUR' } }];
    const input = { title: `Draft ${word}`, variants };
    await requestData(CreateProductDocument, { input }, await tokenOf('staff'));

    const page = await openPage('/back-office/products?status=DRAFT');
    await signInToOffice(page);
    await page.getByRole('searchbox').fill(word);
    await page.keyboard.press('Enter');
    await page.getByText('1 product', { exact: true }).waitFor();
    await inspect(page, 'office-products');
    await page.getByRole('link', { name: `Draft ${word}` }).click();
    await page.getByRole('status').filter({ hasText: 'Draft' }).waitFor();

    const edit = await openAction(page, 'Edit');
    await edit.getByLabel('Title').fill(`Thing ${word}`);
    await edit.getByLabel('Name in URLs').fill(`Thing ${word}`);
    await edit.getByRole('button').click();
    const slug = edit.getByLabel('Name in URLs');
    await expect.poll(() => slug.getAttribute('aria-invalid')).toBe('true');
    await inspect(page, 'office-product-edit');
    await slug.fill(`thing-${word}`);
    await edit.getByLabel(/^Names of categories/).fill('kitchen');
    await edit.getByRole('button').click();
    await page.getByRole('heading', { name: `Thing ${word}` }).waitFor();

    const add = await openAction(page, 'Add a variant');
    await add.getByLabel('SKU').fill(`${sku}-M`);
    await add.getByLabel('Size').fill('M');
    await add.getByLabel('Amount in EUR').fill('12,50');
    await add.getByRole('button').click();
    const variant = page.getByRole('listitem').filter({ hasText: `${sku}-M` });
    await variant.getByText('€12.50').waitFor();
    await variant.locator('summary').getByText('Change the price').click();
    await variant.getByLabel('Amount in EUR').fill('9.90');
    await variant.getByRole('button', { name: 'Change the price' }).click();
    await variant.getByText('€9.90').waitFor();
    await (await openAction(page, 'Put on sale')).getByRole('button').click();
    await page.getByRole('status').filter({ hasText: 'On sale' }).waitFor();
    await page.setViewportSize(phone);
    await inspect(page, 'office-product-phone');

    const shop = await openPage(`/shop/products/thing-${word}`);
    await shop.getByRole('heading', { name: `Thing ${word}` }).waitFor();
    await variant.locator('summary').getByText('Remove the variant').click();
    await variant.getByRole('button', { name: 'Remove the variant' }).click();
    await variant.waitFor({ state: 'detached' });
    await (await openAction(page, 'Archive')).getByRole('button').click();
    await page.getByRole('status').filter({ hasText: 'Archived' }).waitFor();
  });

  it('an edit that another member of staff was faster with is refused', async () => {
    const variants = [
      { sku: `E2E-${newKey().slice(0, 8)}`, price: { amount: '10.00', currencyCode: 'EUR' } },
    ];
    const input = { title: `Draft ${newKey()}`, variants };
    const { createProduct } = await requestData(
      CreateProductDocument,
      { input },
      await tokenOf('staff'),
    );
    const path = `/back-office/products/${createProduct?.product?.id}`;
    const [first, second] = [await openPage(path), await openPage(path)];
    for (const page of [first, second]) await signInToOffice(page);
    const slow = await openAction(second, 'Edit');
    await slow.getByLabel('Description').fill('Mine.');
    const quick = await openAction(first, 'Edit');
    await quick.getByLabel('Description').fill('Theirs.');
    await quick.getByRole('button').click();
    await second.getByRole('region', { name: 'Status' }).getByText('Theirs.').waitFor();
    await slow.getByRole('button').click();
    await slow.getByRole('alert').waitFor();
    expect(await slow.getByLabel('Description').inputValue()).toBe('Mine.');
  });

  it('staff import a file: faults of rows are shown before anything is sent, and refusals before anything changes', async () => {
    const word = newKey().slice(0, 8);
    const head = 'slug,title,status,categories,sku,options,price,currency';
    const fileOf = (...rows: readonly string[]) => ({
      name: 'products.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from([head, ...rows].join('\n')),
    });
    const tee = [
      `tee-${word},"Tee, ${word}",active,clothing,T-${word}-S,Size=S,"19,90",EUR`,
      `tee-${word},,,,T-${word}-M,Size=M,19.90,EUR`,
    ];
    const page = await openPage('/back-office/products');
    await signInToOffice(page);
    await page.getByRole('link', { name: 'Import products' }).click();
    const file = page.getByLabel('CSV file');
    await file.setInputFiles(fileOf(...tee, `mug-${word},Mug,,,M-${word},,cheap,EUR`));
    await page.getByText('Line 4: The price is not an amount.').waitFor();
    await inspect(page, 'office-import-fault');
    await file.setInputFiles(fileOf(...tee, `mug-${word},Mug,,nowhere,M-${word},,16.00,EUR`));
    await page.getByText('2 products are checked. Nothing is changed yet.').waitFor();
    const cells = async () =>
      (await page.getByRole('row').allTextContents()).slice(1).map((row) => row.slice(0, 40));
    const [first, second] = await cells();
    expect(first).toBe(`2, 3Tee, ${word}New`);
    expect(second).toContain('4MugRefused');
    await inspect(page, 'office-import');
    await page.getByRole('button', { name: 'Import 1 product' }).click();
    await page.getByText('The import is done.').waitFor();
    await file.setInputFiles(fileOf(...tee));
    await page.getByText('1 product is checked. Nothing is changed yet.').waitFor();
    expect(await cells()).toEqual([`2, 3Tee, ${word}Unchanged`]);
    const shop = await openPage(`/shop/products/tee-${word}`);
    await shop.getByRole('heading', { name: `Tee, ${word}` }).waitFor();
  });
});
