import { hasBrowser } from '@shop/testing';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openAction, signInToOffice } from './back-office.ts';
import { desktop, holdRequests, inspect, pageUrl, phone, useBrowser } from './browser.ts';
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
    await inspect(page, 'office-product');

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
    expect(first).toMatch(new RegExp(`^2, 3Tee, ${word}NewVariant T-`));
    expect(second).toContain('4MugRefused');
    await inspect(page, 'office-import');
    await page.getByRole('button', { name: 'Import 1 product' }).click();
    await page.getByText('The import is done.').waitFor();
    await file.setInputFiles(fileOf(...tee));
    await page.getByText('1 product is checked. Nothing is changed yet.').waitFor();
    expect(await cells()).toEqual([`2, 3Tee, ${word}Unchanged`]);
    await file.setInputFiles(fileOf(`tee-${word},Shirt,,,T-${word}-S,Size=S,21.00,EUR`));
    const changed = page.getByRole('row').filter({ hasText: 'Changed' }).getByRole('listitem');
    await changed.first().waitFor();
    expect(await changed.allTextContents()).toEqual([
      `Title: Tee, ${word} → Shirt`,
      `Variant T-${word}-S: €19.90 → €21.00`,
      `Variant T-${word}-M is removed.`,
    ]);
    await inspect(page, 'office-import-changes');
    const shop = await openPage(`/shop/products/tee-${word}`);
    await shop.getByRole('heading', { name: `Tee, ${word}` }).waitFor();
  });

  it('staff create a product with variants, prices and a picture; what is refused stands at its field', async () => {
    const word = newKey().slice(0, 8);
    const { sku: taken } = await createDraft(`Taken ${word}`);
    const page = await openPage('/back-office/products');
    await signInToOffice(page);
    await page.getByRole('link', { name: 'Create a product' }).click();
    await page.getByRole('heading', { name: 'Create a product' }).waitFor();
    const create = page.getByRole('button', { name: 'Create a product' });
    await page.getByLabel('Title', { exact: true }).fill(`Bowl ${word}`);
    await page.getByLabel(/^Names of categories/).fill('kitchen');
    await page.getByLabel('Status').selectOption({ label: 'On sale' });
    const first = page.getByRole('group', { name: 'Variant 1' });
    await first.getByLabel('SKU').fill(`B-${word}-S`);
    await first.getByLabel('Price').fill('9,90');
    await first.getByLabel(/^Options/).fill('Size=S');
    await page.getByRole('button', { name: 'Add a variant' }).click();
    const second = page.getByRole('group', { name: 'Variant 2' });
    await second.getByLabel('SKU').fill(`B-${word}-S`);
    await second.getByLabel('Price').fill('2000000');
    await second.getByLabel(/^Options/).fill('large');
    await page.getByRole('button', { name: 'Add a picture' }).click();
    const picture = page.getByRole('group', { name: 'Picture 1' });
    await picture.getByLabel('Address of the picture').fill('http://pictures.example/bowl.jpg');
    await inspect(page, 'office-product-new');
    const isInvalid = (field: ReturnType<typeof second.getByLabel>) =>
      expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');

    await create.click();
    await isInvalid(picture.getByLabel('Address of the picture'));
    await picture.getByLabel('Address of the picture').fill(pageUrl('/pictures/stoneware-mug'));
    await picture.getByLabel(/^What the picture shows/).fill('A bowl');
    await create.click();
    await isInvalid(second.getByLabel(/^Options/));
    await second.getByLabel(/^Options/).fill('Size=L');
    await create.click();
    await isInvalid(second.getByLabel('Price'));
    await second.getByLabel('Price').fill('12.50');
    await create.click();
    await isInvalid(second.getByLabel('SKU'));
    await second.getByLabel('SKU').fill(taken);
    await create.click();
    await isInvalid(second.getByLabel('SKU'));
    await page.setViewportSize(phone);
    await inspect(page, 'office-product-new-refused');
    await second.getByLabel('SKU').fill(`B-${word}-L`);
    await create.click();
    await page.getByRole('heading', { name: `Bowl ${word}` }).waitFor();
    await page.getByRole('status').filter({ hasText: 'On sale' }).waitFor();
    await page.getByText('€12.50').waitFor();
    await page.getByRole('img', { name: 'A bowl' }).waitFor();
    await inspect(page, 'office-product-created');
    const shop = await openPage(`/shop/products/bowl-${word}`);
    await shop.getByRole('img', { name: 'A bowl' }).first().waitFor();
    expect(await isShown(shop.getByRole('img', { name: 'A bowl' }).first())).toBe(true);
  });

  it('staff add pictures, change the first one and remove one, and the browser shows them', async () => {
    const { id } = await createDraft(`Draft ${newKey()}`);
    const page = await openPage(`/back-office/products/${id}`);
    await signInToOffice(page);
    await page.getByText('There are no pictures yet.').waitFor();
    const pictures = page.locator('.pictures > li');
    for (const [slug, alt] of [
      ['stoneware-mug', 'A mug'],
      ['classic-cotton-tee', 'A tee'],
    ] as const) {
      const add = await openAction(page, 'Add a picture');
      await add.getByLabel('Address of the picture').fill(pageUrl(`/pictures/${slug}`));
      await add.getByLabel(/^What the picture shows/).fill(alt);
      await add.getByRole('button').click();
      await pictures.getByRole('img', { name: alt }).waitFor();
    }
    const texts = () =>
      pictures.getByRole('img').evaluateAll((found) => found.map((one) => one.getAttribute('alt')));
    expect(await isShown(pictures.getByRole('img', { name: 'A mug' }))).toBe(true);
    await pictures.last().locator('summary').getByText('Show this picture first').click();
    await pictures.last().getByRole('button', { name: 'Show this picture first' }).click();
    await expect.poll(texts).toEqual(['A tee', 'A mug']);
    await pictures.first().locator('summary').getByText('Change the picture').click();
    await pictures
      .first()
      .getByLabel(/^What the picture shows/)
      .fill('A shirt');
    await pictures.first().getByRole('button', { name: 'Change the picture' }).click();
    await expect.poll(texts).toEqual(['A shirt', 'A mug']);
    await inspect(page, 'office-product-pictures');
    await pictures.last().locator('summary').getByText('Remove the picture').click();
    await pictures.last().getByRole('button', { name: 'Remove the picture' }).click();
    await expect.poll(texts).toEqual(['A shirt']);
  });

  it('while another search is read, the pages of the last one are not turned', async () => {
    const page = await openPage('/back-office/products');
    await signInToOffice(page);
    const next = page.getByRole('link', { name: 'Next page' });
    await next.waitFor();
    const searches = await holdRequests(page, 'products');
    await page.getByRole('searchbox').fill('mug');
    await page.keyboard.press('Enter');
    await page.locator('.table[aria-busy=true]').waitFor();
    await next.dispatchEvent('click');
    expect(page.url()).toMatch(/\?q=mug$/);
    searches.release();
    await page.getByRole('link', { name: 'Stoneware Mug' }).waitFor();
  });
});

/** Creates a draft with one variant. Returns its id, and the SKU of the variant. */
async function createDraft(title: string) {
  const sku = `E2E-${newKey().slice(0, 8)}`;
  const input = { title, variants: [{ sku, price: { amount: '10.00', currencyCode: 'EUR' } }] };
  const { createProduct } = await requestData(
    CreateProductDocument,
    { input },
    await tokenOf('staff'),
  );
  return { id: createProduct?.product?.id ?? '', sku };
}

/** Whether the browser has the picture: it would have refused one that the policy of the page forbids. */
const isShown = (image: Locator): Promise<boolean> =>
  image.evaluate(async (element) => {
    const picture = element as unknown as { decode(): Promise<void>; naturalWidth: number };
    await picture.decode();
    return picture.naturalWidth > 0;
  });
