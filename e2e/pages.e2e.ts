import { demoAccounts } from '@shop/schema/demo-accounts';
import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  desktop,
  expectNoScrollingSideways,
  pageUrl,
  phone,
  screenshot,
  useBrowser,
} from './browser.ts';
import { shippingAddress } from './shipping-address.ts';
import { newKey } from './shopping.ts';

const place = `mutation Place($input: PlaceOrderInput!) {
  placeOrder(input: $input) { order { id number status } userErrors { code message } }
}`;

describe.runIf(hasBrowser)('the pages of the gateway in a browser without the internet', () => {
  const openContext = useBrowser();
  const home = () => pageUrl('/');

  async function signIn(page: Page, account: keyof typeof demoAccounts): Promise<void> {
    await page.goto(home());
    await page.getByRole('button', { name: demoAccounts[account].displayName }).click();
    await page.getByText(`Signed in as ${demoAccounts[account].email}`).waitFor();
  }

  const editors = {
    query: '.graphiql-query-editor .CodeMirror',
    variables: '.graphiql-editor-tool .CodeMirror >> nth=0',
    response: '.result-window .CodeMirror',
  };
  type WithEditor = { CodeMirror: { getValue(): string; setValue(text: string): void } };

  const write = (page: Page, editor: keyof typeof editors, text: string) =>
    page
      .locator(editors[editor])
      .evaluate(
        (element, value) => (element as unknown as WithEditor).CodeMirror.setValue(value),
        text,
      );
  const read = (page: Page) =>
    page
      .locator(editors.response)
      .evaluate((element) => (element as unknown as WithEditor).CodeMirror.getValue());
  const run = (page: Page) => page.locator('.graphiql-execute-button').click();
  /** Waits until GraphiQL has read the operation of its editor, whose name is that of the tab then. */
  const isRead = (page: Page, name: string) =>
    page.locator('.graphiql-tab-active').filter({ hasText: name }).waitFor();
  /** Waits until GraphiQL can run an operation of its editor. */
  const ready = async (page: Page, account: keyof typeof demoAccounts) => {
    await page.getByText(demoAccounts[account].email).waitFor();
    await page.locator(editors.query).waitFor();
    await page.locator(editors.response).waitFor();
  };

  it('a customer signs in, queries four subgraphs, and follows an order from GraphiQL', async () => {
    const context = await openContext({ viewport: desktop });
    const page = await context.newPage();
    await signIn(page, 'carla');
    await page.getByRole('link', { name: 'GraphiQL' }).click();
    await ready(page, 'carla');
    await run(page);
    await expect.poll(() => read(page)).toContain('Carla Customer');
    const { data } = JSON.parse(await read(page));
    const variant = data.products.nodes[0].variants[0];
    expect(variant.availability.status).toEqual(expect.any(String));
    await screenshot(page, 'graphiql-desktop');

    await write(page, 'query', 'subscription Mine { myOrdersUpdated { number status } }');
    await isRead(page, 'Mine');
    await run(page);
    const other = await context.newPage();
    await signIn(other, 'carla');
    await other.goto(`${home()}graphiql`);
    await ready(other, 'carla');
    const input = { lines: [{ variantId: variant.id, quantity: 1 }], shippingAddress };
    await write(other, 'query', place);
    await isRead(other, 'Place');
    await write(
      other,
      'variables',
      JSON.stringify({ input: { ...input, idempotencyKey: newKey(), waitForMs: 5_000 } }),
    );
    await run(other);
    await expect.poll(() => read(other)).toContain('"number"');
    const { number } = JSON.parse(await read(other)).data.placeOrder.order;
    await expect.poll(() => read(page)).toContain(number);
    await screenshot(page, 'subscription-desktop');
  });

  it('examples of GraphiQL take their values from earlier responses', async () => {
    const context = await openContext({ viewport: desktop });
    const page = await context.newPage();
    await page.goto(`${home()}graphiql`);
    await page.locator(editors.response).waitFor();
    await page.getByRole('button', { name: 'Show Examples' }).click();
    const example = async (name: string) => {
      await page.getByRole('button', { name, exact: true }).click();
      await isRead(page, name);
      await run(page);
    };
    await example('ShopProduct');
    await expect.poll(() => read(page)).toContain('TEE-CLASSIC');
    await example('ShopFillCart');
    await expect.poll(() => read(page)).toContain('"cartToken"');
    expect(JSON.parse(await read(page)).data.addCartLines.userErrors).toEqual([]);
  });

  it('GraphiQL signs in again when the access token has expired', async () => {
    const context = await openContext({ viewport: desktop });
    const page = await context.newPage();
    await signIn(page, 'carla');
    await page.evaluate(`{
      const session = JSON.parse(sessionStorage.getItem('shop:session'));
      const expired = { ...session, accessToken: 'expired', expiresAt: new Date(0).toISOString() };
      sessionStorage.setItem('shop:session', JSON.stringify(expired));
    }`);
    await page.goto(`${home()}graphiql`);
    await ready(page, 'carla');
    await write(page, 'query', 'query Who { me { displayName } }');
    await isRead(page, 'Who');
    await run(page);
    await expect.poll(() => read(page)).toContain('Carla Customer');
  });

  it.each([
    ['desktop', desktop],
    ['phone', phone],
  ] as const)('neither page is wider than the screen of a %s', async (name, viewport) => {
    const context = await openContext({ viewport });
    const page = await context.newPage();
    await signIn(page, 'admin');
    for (const path of ['', 'graphiql']) {
      await page.goto(home() + path);
      await page.waitForLoadState('networkidle');
      await expectNoScrollingSideways(page, path);
      await screenshot(page, `${path || 'landing'}-${name}`);
    }
  });
});
