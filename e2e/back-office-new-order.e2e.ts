import { hasBrowser } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import { signInToOffice } from './back-office.ts';
import { desktop, inspect, pageUrl, phone, useBrowser } from './browser.ts';
import { linkIn, untilEmail } from './emails.ts';
import { addProduct } from './shopping.ts';
import { fillAddress, newAddress } from './storefront.ts';

describe.runIf(hasBrowser)('orders that staff place', () => {
  const openContext = useBrowser();

  it('staff place an order for a customer, who pays it with the link in the e-mail', async () => {
    const { variants } = await addProduct(5, ['10.00']);
    const sku = variants[0]?.sku ?? '';
    const email = newAddress();
    const page = await (await openContext({ viewport: desktop, locale: 'en-GB' })).newPage();
    await page.goto(pageUrl('/back-office/orders'));
    await signInToOffice(page);
    await page.getByRole('link', { name: 'New order' }).click();
    // Until then, the search of the list has a label like that of the address.
    await page.getByRole('heading', { name: 'New order' }).waitFor();
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Add an item' }).click();
    await page.getByRole('button', { name: 'Remove the last item' }).click();
    await page.getByLabel('Item 1: SKU').fill('NO-SUCH-SKU');
    await page.getByLabel('Item 1: units').fill('2');
    await fillAddress(page);
    const place = page.getByRole('button', { name: 'New order' });
    await place.click();
    await page.getByText('There is no variant NO-SUCH-SKU.').waitFor();
    await inspect(page, 'office-new-order');
    await page.getByLabel('Item 1: SKU').fill(sku);
    await place.click();
    await page.getByText('Waiting for payment').waitFor();
    await page.evaluate('globalThis.isSamePage = true');

    const { text } = await untilEmail(email, /has been confirmed/);
    expect(text).toMatch(/Please pay it before \d{4}-\d\d-\d\d \d\d:\d\d UTC\./);
    const customer = await (await openContext({ viewport: phone, locale: 'en-GB' })).newPage();
    await customer.goto(await linkIn(email, /has been confirmed/));
    await customer.getByRole('button', { name: /^Pay / }).click();
    await customer.getByText('Paid, being packed').waitFor();
    await page.getByRole('status').filter({ hasText: 'To be shipped' }).waitFor();
    expect(await page.evaluate('globalThis.isSamePage')).toBe(true);
  });
});
