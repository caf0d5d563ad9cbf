import { accessTokenSeconds } from '@shop/schema';
import { hasBrowser, until } from '@shop/testing';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { desktop, expectNoScrollingSideways, pageUrl, phone, useBrowser } from './browser.ts';
import { request, requestData, tokenOf } from './client.ts';
import {
  AccountDocument,
  CreateProductDocument,
  OrderByNumberDocument,
  RefundOrderDocument,
  SetUserRolesDocument,
  SetVariantPriceDocument,
  ShipOrderDocument,
  UsersDocument,
} from './generated/graphql.ts';
import { addProduct, newKey, receiveUnits } from './shopping.ts';
import { addToCart, fillAddress, fillCheckout, ordered, register } from './storefront.ts';

/** Waits until a link to a document is there, and downloads it. */
async function downloaded(link: Locator): Promise<void> {
  const [download] = await Promise.all([link.page().waitForEvent('download'), link.click()]);
  const name = await link.innerText();
  expect(name).toContain(download.suggestedFilename().replace('.pdf', ''));
  expect(await download.failure()).toBeNull();
}

describe.runIf(hasBrowser)('pages of the storefront that others change', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, expected?: RegExp): Promise<Page> => {
    const context = await openContext({ viewport: desktop, locale: 'en-GB' }, expected);
    const page = await context.newPage();
    await page.goto(pageUrl(path));
    return page;
  };
  /** Opens the checkout of a guest with one unit of a product. */
  async function openCheckout(slug: string): Promise<Page> {
    const page = await openPage(`/shop/products/${slug}`);
    await addToCart(page);
    await fillCheckout(page, 'nel@shop.example');
    return page;
  }

  it('of two guests who order the last unit at once, one has it and the other is told', async () => {
    const { slug } = await addProduct(1, ['10.00']);
    const pages = [await openCheckout(slug), await openCheckout(slug)];
    await Promise.all(
      pages.map((page) => page.getByRole('button', { name: 'Place order' }).click()),
    );
    const results = pages.map(async (page) => {
      const refused = page.getByRole('alert').or(page.getByText('Not enough in stock'));
      const placed = page.getByText('Reserved, waiting for payment');
      await placed.or(refused.first()).waitFor();
      return placed.isVisible();
    });
    expect((await Promise.all(results)).sort()).toEqual([false, true]);
  });

  it('the answer to a payment that comes after the messages about it does not take them back', async () => {
    const { slug } = await addProduct(5, ['10.00']);
    const page = await openCheckout(slug);
    const number = await ordered(page);
    const tab = await page.context().newPage();
    await tab.goto(pageUrl(`/shop/orders/${number}`));
    const invoiceOn = (one: Page) => one.getByRole('link', { name: /^Invoice INV-/ });
    await page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('payOrder')) return route.fallback();
      const response = await route.fetch();
      expect((await response.json()).data.payOrder.order.invoice).toBeNull();
      await invoiceOn(tab).waitFor();
      await route.fulfill({ response });
    });
    const answer = page.waitForResponse((one) => !!one.request().postData()?.includes('payOrder'));
    await page.getByRole('button', { name: /^Pay / }).click();
    await (await answer).finished();
    // The page has drawn what it was answered.
    await page.evaluate(
      'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))',
    );
    await invoiceOn(page).waitFor();
  });

  it('a title of one long word makes no page wider than a phone', async () => {
    const title = 'Donaudampfschifffahrtskapitänsmützenabzeichen'.repeat(2);
    const variants = [{ sku: `E2E-${newKey()}`, price: { amount: '10.00', currencyCode: 'EUR' } }];
    const input = { title, status: 'ACTIVE' as const, variants };
    const staff = await tokenOf('staff');
    const { createProduct } = await requestData(CreateProductDocument, { input }, staff);
    const { slug, variants: created = [] } = createProduct?.product ?? {};
    await receiveUnits(created[0]?.id ?? '', 5);
    const page = await (await openContext({ viewport: phone, locale: 'en-GB' })).newPage();
    for (const path of ['/shop/', `/shop/products/${slug}`, '/shop/search?q=donau']) {
      await page.goto(pageUrl(path));
      await page.getByText(title).first().waitFor();
      await expectNoScrollingSideways(page, path);
    }
    await page.goto(pageUrl(`/shop/products/${slug}`));
    await addToCart(page);
    await page.getByRole('button', { name: 'Checkout' }).click();
    await page.getByLabel('E-mail address').fill('nel@shop.example');
    await expectNoScrollingSideways(page, 'checkout');
    await fillAddress(page);
    await ordered(page);
    await expectNoScrollingSideways(page, 'order');
  });

  it('a price that staff change is shown without a reload', async () => {
    const { slug, variants } = await addProduct(5, ['10.00']);
    const page = await openPage(`/shop/products/${slug}`);
    const price = page.locator('main').getByText('€10.00');
    await price.first().waitFor();
    await page.evaluate('globalThis.isSamePage = true');
    const input = {
      variantId: variants[0]?.id ?? '',
      price: { amount: '12.50', currencyCode: 'EUR' },
    };
    await requestData(SetVariantPriceDocument, { input }, await tokenOf('staff'));
    await page.locator('main').getByText('€12.50').first().waitFor();
    await expect.poll(() => price.count()).toBe(0);
    expect(await page.evaluate('globalThis.isSamePage')).toBe(true);
  });

  it('staff ship an order and refund a part, and the page of the customer follows without a reload', async () => {
    const { slug } = await addProduct(5, ['10.00']);
    const page = await openCheckout(slug);
    const number = await ordered(page);
    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByText('Paid, being packed').waitFor();
    await page.evaluate('globalThis.isSamePage = true');
    await downloaded(page.getByRole('link', { name: /^Invoice INV-/ }));

    const staff = await tokenOf('staff');
    const { order } = await requestData(OrderByNumberDocument, { number }, staff);
    const orderId = order?.id ?? '';
    const shipment = {
      orderId,
      carrier: 'Parcel',
      trackingNumber: 'P-1',
      idempotencyKey: newKey(),
    };
    await requestData(ShipOrderDocument, { input: shipment }, staff);
    await page.getByText('On its way').waitFor();
    const amount = { amount: '2.50', currencyCode: 'EUR' };
    const refund = { orderId, amount, reason: 'late', idempotencyKey: newKey() };
    await requestData(RefundOrderDocument, { input: refund }, staff);
    await page.getByText('Refunded').waitFor();
    await page.getByText('€2.50').waitFor();
    await downloaded(page.getByRole('link', { name: /^Credit note CN-/ }));
    expect(await page.evaluate('globalThis.isSamePage')).toBe(true);
  });

  it('a customer whose access token is refused in the middle of the checkout goes on without signing in', async () => {
    const { slug } = await addProduct(5, ['10.00']);
    // The browser reports the refused token, which the page then refreshes.
    const page = await openPage('/shop/register', /status of 401/);
    const email = await register(page);
    const tokens: string[] = [];
    page.on('request', async (sent) => {
      const { authorization } = await sent.allHeaders();
      if (authorization) tokens.push(authorization.replace('Bearer ', ''));
    });
    await page.goto(pageUrl(`/shop/products/${slug}`));
    await addToCart(page);
    await fillCheckout(page);
    // New roles make the gateway refuse the tokens that have the old ones.
    const { users } = await requestData(UsersDocument, { search: email }, await tokenOf('admin'));
    const userId = users?.nodes[0]?.id ?? '';
    const input = { userId, roles: ['CUSTOMER' as const, 'STAFF' as const] };
    await requestData(SetUserRolesDocument, { input }, await tokenOf('admin'));
    const old = tokens.at(-1) ?? '';
    await until('the token to be refused', async () => {
      const { status } = await request(AccountDocument, {}, old);
      return status === 401;
    });
    await ordered(page);
    await expect.poll(() => tokens.at(-1)).not.toBe(old);
  });

  it('a customer whose access token expires in the middle of the checkout, by the clock of the device, goes on with another', async () => {
    const { slug } = await addProduct(5, ['10.00']);
    // A token that the gateway refuses would be reported by the browser.
    const page = await openPage('/shop/register');
    await register(page);
    const tokens: string[] = [];
    page.on('request', async (sent) => {
      const { authorization } = await sent.allHeaders();
      if (authorization) tokens.push(authorization);
    });
    await page.goto(pageUrl(`/shop/products/${slug}`));
    await addToCart(page);
    await fillCheckout(page);
    const old = tokens.at(-1);
    await page.clock.setSystemTime(Date.now() + accessTokenSeconds * 1_000);
    await ordered(page);
    await expect.poll(() => tokens.at(-1)).not.toBe(old);
  });
});
