import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { browserPath } from '@shop/testing';
import {
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest';

/** Screenshots stay here, for people; git ignores the folder. */
const folder = fileURLToPath(new URL('./screenshots/', import.meta.url));
/** How long a page may take on a busy machine. */
const waitingMs = 60_000;

export const desktop = { width: 1_280, height: 800 };
export const phone = { width: 390, height: 844 };

/** The address of a page of the shop. */
export const pageUrl = (path: string): string => new URL(path, inject('shop').url).href;

/** Takes a screenshot of a page. */
export const screenshot = (page: Page, name: string) =>
  page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled' });

export const expectNoScrollingSideways = async (page: Page, name: string): Promise<void> => {
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  expect([name, width]).toEqual([name, page.viewportSize()?.width]);
};

/** Runs a browser for the tests of a file. Returns what opens a context in it. */
export function useBrowser() {
  let browser: Awaited<ReturnType<typeof chromium.launch>>;
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    browser = await chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  /** Opens a context that reaches the shop alone; the test fails when a page asks for anything else, or logs an error. */
  return async (options: BrowserContextOptions): Promise<BrowserContext> => {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(waitingMs);
    const faults: string[] = [];
    await context.route('**', (route) => {
      const url = route.request().url();
      if (new URL(url).origin === new URL(pageUrl('/')).origin) return route.continue();
      faults.push(`outside request: ${url}`);
      return route.abort();
    });
    context.on('weberror', (error) => void faults.push(String(error.error())));
    context.on('console', (message) => {
      // The browser reports a refused access token, which the page then refreshes.
      if (message.type() === 'error' && !message.text().includes('status of 401')) {
        faults.push(message.text());
      }
    });
    onTestFinished(async () => {
      await context.close();
      expect(faults).toEqual([]);
    });
    return context;
  };
}
