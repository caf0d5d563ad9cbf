import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { demoAccounts } from '@shop/schema/demo-accounts';
import { browserPath, hasBrowser } from '@shop/testing';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';

/** Screenshots stay here, for people; git ignores the folder. */
const folder = fileURLToPath(new URL('./screenshots/', import.meta.url));
const desktop = { width: 1_280, height: 800 };
const phone = { width: 390, height: 844 };

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
