import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signDocumentLink } from '@shop/schema';
import { hasBrowser } from '@shop/testing';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openAction, signInToOffice } from './back-office.ts';
import { desktop, inspect, pageUrl, useBrowser } from './browser.ts';
import { shop } from './shop.ts';
import { addToCart, fillCheckout, ordered } from './storefront.ts';

/** Gives a link the address that it has on a page which is open for more than an hour, and expects that it is refused. */
async function expire(link: Locator): Promise<void> {
  const { mail } = JSON.parse(readFileSync(join(shop.dataDir, 'keys.json'), 'utf8'));
  const key = createSecretKey(Buffer.from(mail, 'base64'));
  const [, , id = ''] = new URL((await link.getAttribute('href')) ?? '').pathname.split('/');
  const expired = pageUrl(signDocumentLink(key, id, new Date(Date.now() - 1_000)));
  expect((await fetch(expired)).status).toBe(410);
  await link.evaluate((element, href) => element.setAttribute('href', href), expired);
}

/** Clicks on a link that has expired. Returns the name and the beginning of the file that the browser saves. */
async function download(page: Page, name: RegExp) {
  const link = page.getByRole('link', { name });
  await link.waitFor();
  await expire(link);
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const content = await readFile(await file.path());
  return [file.suggestedFilename(), content.toString('latin1', 0, 5)];
}

describe.runIf(hasBrowser)('links to documents on pages that are open for long', () => {
  const openContext = useBrowser();
  const openPage = async (path: string): Promise<Page> => {
    const page = await (await openContext({ viewport: desktop, locale: 'en-GB' })).newPage();
    await page.goto(pageUrl(path));
    return page;
  };

  it('a guest and staff download the invoice and the credit note of an order after their links have expired', async () => {
    const customer = await openPage('/shop/products/stoneware-mug');
    await addToCart(customer);
    await fillCheckout(customer, 'nel@shop.example');
    const number = await ordered(customer);
    await customer.getByRole('button', { name: /^Pay / }).click();
    const invoice = [expect.stringMatching(/^INV-.*\.pdf$/), '%PDF-'];
    expect(await download(customer, /^Invoice INV-/)).toEqual(invoice);

    const staff = await openPage(`/back-office/orders/${number}`);
    await signInToOffice(staff);
    expect(await download(staff, /^Invoice INV-/)).toEqual(invoice);
    const refund = await openAction(staff, 'Refund');
    await refund.getByRole('radio', { name: 'An amount' }).check();
    await refund.getByLabel('Amount in EUR').fill('2.00');
    await refund.getByLabel('Reason', { exact: true }).selectOption({ label: 'Damaged' });
    await refund.getByLabel(/^Reason that the customer reads/).fill('Torn');
    await refund.getByRole('button').click();
    const note = [expect.stringMatching(/^CN-.*\.pdf$/), '%PDF-'];
    expect(await download(staff, /^Credit note CN-/)).toEqual(note);
    expect(await download(customer, /^Credit note CN-/)).toEqual(note);
    await inspect(staff, 'office-order-documents');
  });

  it('a link that cannot be read says so, and the page stays', async () => {
    const customer = await openPage('/shop/products/stoneware-mug');
    await addToCart(customer);
    await fillCheckout(customer, 'nel@shop.example');
    await ordered(customer);
    await customer.getByRole('button', { name: /^Pay / }).click();
    const link = customer.getByRole('link', { name: /^Invoice INV-/ });
    await link.waitFor();
    await customer.route('**/graphql', (route) =>
      route.fulfill({ status: 200, json: { data: { order: null } } }),
    );
    await link.click();
    await customer.getByRole('alert').filter({ hasText: 'The shop did not answer.' }).waitFor();
    await inspect(customer, 'order-documents-failed');
  });
});
