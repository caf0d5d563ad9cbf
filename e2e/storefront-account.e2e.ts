import { readFile } from 'node:fs/promises';
import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { desktop, inspect, pageUrl, phone, useBrowser } from './browser.ts';
import { logIn, requestData, tokenOf, untilOrder } from './client.ts';
import { linkIn, untilEmail } from './emails.ts';
import { PayOrderDocument, RequestReturnDocument, ShipOrderDocument } from './generated/graphql.ts';
import { addProduct, newKey, place } from './shopping.ts';
import {
  addToCart,
  fillAddress,
  fillCheckout,
  newAddress,
  ordered,
  password,
  register,
  signIn,
} from './storefront.ts';

const newPassword = 'another correct horse battery';

describe.runIf(hasBrowser)('the account area of the storefront', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, viewport = phone): Promise<Page> => {
    const page = await (await openContext({ viewport, locale: 'en-GB' })).newPage();
    await page.goto(pageUrl(path));
    return page;
  };

  it('a customer writes an address book, and the checkout sends to an address of it', async () => {
    const { slug } = await addProduct(5, ['10.00']);
    const page = await openPage('/shop/register', desktop);
    await register(page);
    await page.getByRole('link', { name: 'Addresses' }).click();
    await page.getByText('You have no saved addresses yet.').waitFor();
    const add = page.getByRole('button', { name: 'Add an address' });
    await add.click();
    await fillAddress(page, { postalCode: '1' });
    await page.getByRole('button', { name: 'Save' }).click();
    const postalCode = page.getByLabel('Postal code');
    await expect.poll(() => postalCode.getAttribute('aria-invalid')).toBe('true');
    await inspect(page, 'shop-address-editor');
    await postalCode.fill('20459');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('20459 Hamburg').waitFor();

    await add.click();
    await fillAddress(page, { recipient: 'Cem Dahl' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: /^Make default: Cem Dahl/ }).click();
    await page.getByRole('button', { name: /^Make default: Nel Dahl/ }).waitFor();
    await page.getByRole('button', { name: /^Change: Nel Dahl/ }).click();
    await page.getByLabel('Flat, floor').fill('Third floor');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Third floor').waitFor();
    await inspect(page, 'shop-addresses');

    await page.goto(pageUrl(`/shop/products/${slug}`));
    await addToCart(page);
    await page.getByRole('button', { name: 'Checkout' }).click();
    const isChosen = page.getByRole('radio', { name: /^Cem Dahl/ });
    await expect.poll(() => isChosen.isChecked()).toBe(true);
    await page.getByRole('radio', { name: /^Nel Dahl/ }).check();
    await inspect(page, 'shop-checkout-saved');
    await ordered(page);
    await page.getByText('Third floor').waitFor();

    await page.goto(pageUrl('/shop/account/addresses'));
    await page.getByRole('button', { name: /^Remove: Cem Dahl/ }).click();
    await page.getByText('Cem Dahl').waitFor({ state: 'detached' });
    await page.getByText('Default', { exact: true }).waitFor();
  });

  it('an address whose answer was lost is saved once when the form is sent again', async () => {
    const context = await openContext({ viewport: phone, locale: 'en-GB' }, /ERR_FAILED/);
    const page = await context.newPage();
    await page.goto(pageUrl('/shop/register'));
    await register(page);
    await page.goto(pageUrl('/shop/account/addresses'));
    await page.getByRole('button', { name: 'Add an address' }).click();
    await fillAddress(page);
    let lost = 0;
    await page.route('**/graphql', async (route) => {
      if (lost > 0 || !route.request().postData()?.includes('addAddress')) return route.fallback();
      lost += 1;
      await route.fetch();
      await route.abort();
    });
    const save = page.getByRole('button', { name: 'Save' });
    await save.click();
    await page.getByRole('alert').waitFor();
    expect(lost).toBe(1);
    await save.click();
    await page.getByText('20459 Hamburg').waitFor();
    await page.reload();
    await page.getByText('20459 Hamburg').waitFor();
    expect(await page.getByRole('button', { name: /^Change: Nel Dahl/ }).count()).toBe(1);
  });

  it('a customer ends sessions, and changes password and e-mail address', async () => {
    const page = await openPage('/shop/register');
    const email = await register(page);
    const other = await openPage('/shop/sign-in');
    await signIn(other, email);
    const third = await openPage('/shop/sign-in');
    await signIn(third, email);

    await page.getByRole('link', { name: 'Sessions' }).click();
    const sessions = page.getByRole('main').getByRole('listitem');
    await expect.poll(() => sessions.count()).toBe(3);
    await inspect(page, 'shop-sessions');
    await page.getByRole('button', { name: 'End', exact: true }).first().click();
    await expect.poll(() => sessions.count()).toBe(2);
    await page.getByRole('button', { name: 'End all others' }).click();
    await expect.poll(() => sessions.count()).toBe(1);
    await page.getByText('This session').waitFor();

    await page.getByRole('link', { name: 'Password and e-mail' }).click();
    const [first, second] = ['Change password', 'Send a link to the new address'].map((button) =>
      page.locator('form').filter({ has: page.getByRole('button', { name: button }) }),
    );
    if (!first || !second) throw new Error('two forms');
    const current = first.getByLabel('Current password');
    await current.fill('not the password');
    await first.getByLabel('New password').fill(newPassword);
    await first.getByRole('button').click();
    await expect.poll(() => current.getAttribute('aria-invalid')).toBe('true');
    await inspect(page, 'shop-security');
    await current.fill(password);
    await first.getByRole('button').click();
    await page.getByText(/^Your password is changed/).waitFor();

    const newEmail = newAddress();
    await second.getByLabel('New e-mail address').fill(newEmail);
    await second.getByLabel('Current password').fill(newPassword);
    await second.getByRole('button').click();
    await page.getByText(/^Open the link in the e-mail/).waitFor();
    await page.goto(await linkIn(newEmail, /e-mail address/));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('Your e-mail address is confirmed.').waitFor();
    await inspect(page, 'shop-confirm-email');
    await page.goto(pageUrl('/shop/account'));
    await page.getByText(newEmail).waitFor();
  });

  it('a customer saves the stored data as a file, with all orders', async () => {
    const page = await openPage('/shop/register', desktop);
    const email = await register(page);
    const { variants } = await addProduct(30, ['10.00']);
    const token = await logIn(email, password);
    const lines = [{ variantId: variants[0]?.id ?? '', quantity: 1 }];
    const numbers: string[] = [];
    for (let n = 0; n < 11; n += 1) numbers.unshift((await place(token, lines)).number);
    await page.getByRole('link', { name: 'Password and e-mail' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as a file' }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe('my-data.json');
    const data = JSON.parse(await readFile(await saved.path(), 'utf8'));
    expect(data.account).toMatchObject({ email, addresses: [], sessions: [{}, {}] });
    expect(data.orders.map(({ number }: { number: string }) => number)).toEqual(numbers);
    expect(data.orders[0]).toMatchObject({
      lines: [{ quantity: 1 }],
      shippingAddress: { city: 'Zagreb' },
      timeline: [{ kind: 'PLACED' }, { kind: 'CONFIRMED' }],
    });
    await inspect(page, 'shop-my-data');
  });

  it('a customer finds all returns on one page', async () => {
    const page = await openPage('/shop/register');
    const email = await register(page);
    await page.getByRole('link', { name: 'Returns' }).click();
    await page.getByText('You have returned nothing yet.').waitFor();
    const [token, staff] = [await logIn(email, password), await tokenOf('staff')];
    const { variants } = await addProduct(5, ['10.00']);
    const units = [{ variantId: variants[0]?.id ?? '', quantity: 2 }];
    const { id: orderId, number, lines: [line] = [] } = await place(token, units);
    await untilOrder(orderId, 'CONFIRMED', token);
    const keyed = () => ({ orderId, idempotencyKey: newKey() });
    await requestData(
      PayOrderDocument,
      { input: { ...keyed(), paymentToken: 'tok_success' } },
      token,
    );
    await requestData(ShipOrderDocument, { input: keyed() }, staff);
    const lines = [{ lineId: line?.id ?? '', quantity: 1, reasonCode: 'TOO_SMALL' as const }];
    await requestData(RequestReturnDocument, { input: { ...keyed(), lines } }, token);
    await page.reload();
    await page.getByText('Return requested').waitFor();
    await inspect(page, 'shop-returns');
    await page.getByRole('link', { name: number }).click();
    await page.getByRole('heading', { name: number }).waitFor();
  });

  it('a customer deletes the account, which cannot sign in any more', async () => {
    const page = await openPage('/shop/register');
    const email = await register(page);
    await page.goto(pageUrl('/shop/account/security'));
    await page.getByRole('button', { name: 'Delete the account' }).click();
    const form = page.locator('form').filter({ hasText: 'Delete for good' });
    const current = form.getByLabel('Current password');
    await current.fill('not the password');
    await form.getByRole('button').click();
    await expect.poll(() => current.getAttribute('aria-invalid')).toBe('true');
    await inspect(page, 'shop-delete-account');
    await current.fill(password);
    await form.getByRole('button').click();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/shop\/?$/);
    await untilEmail(email, /^Your account was deleted/);
    await page.goto(pageUrl('/shop/sign-in'));
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
  });

  it('a guest opens an account, and takes the order, cancels it and orders again', async () => {
    const { slug } = await addProduct(5, ['10.00']);
    const email = newAddress();
    const guest = await openPage(`/shop/products/${slug}`);
    await addToCart(guest);
    await fillCheckout(guest, email);
    const number = await ordered(guest);

    const page = await openPage('/shop/register');
    await register(page, email);
    await page.getByText('Your e-mail address is not verified yet.').waitFor();
    await inspect(page, 'shop-account-new');
    await page.goto(await linkIn(email, /Verify your e-mail/));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('Your e-mail address is confirmed.').waitFor();
    await page.goto(pageUrl('/shop/account'));
    await page.getByRole('button', { name: 'Bring these orders here' }).click();
    await page.getByText('1 order is yours now.').waitFor();
    await page.getByRole('link', { name: number }).click();

    await page.getByText('Cancel the order').click();
    await inspect(page, 'shop-order-cancel');
    await page.getByRole('button', { name: 'Cancel it now' }).click();
    await page.getByText('Cancelled').waitFor();
    await page.getByText('Cancel the order').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Order again' }).click();
    await page.getByRole('dialog', { name: 'Cart' }).waitFor();
    await page.getByRole('button', { name: 'One more' }).waitFor();
  });
});
