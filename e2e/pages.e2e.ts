import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { demoAccounts } from '@shop/schema/demo-accounts';
import { browserPath, hasBrowser } from '@shop/testing';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { shippingAddress } from './shipping-address.ts';
import { newKey } from './shopping.ts';

/** Screenshots stay here, for people; git ignores the folder. */
const folder = fileURLToPath(new URL('./screenshots/', import.meta.url));
const desktop = { width: 1_280, height: 800 };
/** GraphiQL loads and reads the schema first. */
const waitingMs = 60_000;
const phone = { width: 390, height: 844 };

const place = `mutation Place($input: PlaceOrderInput!) {
  placeOrder(input: $input) { order { id number status } userErrors { code message } }
}`;

describe.runIf(hasBrowser)('the pages of the gateway in a browser without the internet', () => {
  let browser: Awaited<ReturnType<typeof chromium.launch>>;
  const home = () => new URL('/', inject('shop').url).href;

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    browser = await chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  /** Opens a context that reaches the shop alone; the test fails when a page asks for anything else, or logs an error. */
  async function openContext(viewport: typeof desktop): Promise<BrowserContext> {
    const context = await browser.newContext({ viewport });
    context.setDefaultTimeout(waitingMs);
    const faults: string[] = [];
    await context.route('**', (route) => {
      const url = route.request().url();
      if (new URL(url).origin === new URL(home()).origin) return route.continue();
      faults.push(`outside request: ${url}`);
      return route.abort();
    });
    context.on('weberror', (error) => void faults.push(String(error.error())));
    context.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    onTestFinished(async () => {
      await context.close();
      expect(faults).toEqual([]);
    });
    return context;
  }

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
    const context = await openContext(desktop);
    const page = await context.newPage();
    await signIn(page, 'carla');
    await page.getByRole('link', { name: 'GraphiQL' }).click();
    await ready(page, 'carla');
    await run(page);
    await expect.poll(() => read(page)).toContain('Carla Customer');
    const { data } = JSON.parse(await read(page));
    const variant = data.products.nodes[0].variants[0];
    expect(variant.availability.status).toEqual(expect.any(String));
    await page.screenshot({ path: `${folder}graphiql-desktop.png` });

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
    await page.screenshot({ path: `${folder}subscription-desktop.png` });
  });

  it('examples of GraphiQL take their values from earlier responses', async () => {
    const context = await openContext(desktop);
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
    const context = await openContext(desktop);
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
    const context = await openContext(viewport);
    const page = await context.newPage();
    await signIn(page, 'admin');
    for (const path of ['', 'graphiql']) {
      await page.goto(home() + path);
      await page.waitForLoadState('networkidle');
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect([path, width]).toEqual([path, viewport.width]);
      await page.screenshot({ path: `${folder}${path || 'landing'}-${name}.png` });
    }
  });
});
