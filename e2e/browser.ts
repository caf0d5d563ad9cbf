import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { browserPath } from '@shop/testing';
import axe from 'axe-core';
import {
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Request,
} from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { shop } from './shop.ts';

/** Screenshots stay here, for people; git ignores the folder. */
const folder = fileURLToPath(new URL('./screenshots/', import.meta.url));
/** How long a page may take on a busy machine. */
const waitingMs = 300_000;

export const desktop = { width: 1_280, height: 800 };
export const phone = { width: 390, height: 844 };

/** The address of a page of the shop. */
export const pageUrl = (path: string): string => new URL(path, shop.url).href;

/** Takes a screenshot of a page. */
export const screenshot = (page: Page, name: string) =>
  page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled' });

export const expectNoScrollingSideways = async (page: Page, name: string): Promise<void> => {
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  expect([name, width]).toEqual([name, page.viewportSize()?.width]);
};

/** Whether all pictures on the screen are loaded; others are when they are scrolled to. */
const picturesAreShown =
  '[...document.images].every((one) => one.complete || one.getBoundingClientRect().top > innerHeight)';

type Violation = { readonly id: string; readonly nodes: readonly { readonly html: string }[] };

/** Of all scripts that a page loads when it is opened first, compressed as gzip. */
export const maxScriptBytes = 150_000;

/** Collects the scripts that a page loads from now on. */
export function collectScripts(page: Page) {
  const scripts: { readonly cache: string | undefined; readonly body: Promise<Buffer> }[] = [];
  page.on('response', (response) => {
    if (!response.url().endsWith('.js')) return;
    scripts.push({ cache: response.headers()['cache-control'], body: response.body() });
  });
  return {
    scripts,
    /** Returns the size of all of them, compressed as gzip. */
    async bytes(): Promise<number> {
      const bodies = await Promise.all(scripts.map(({ body }) => body));
      return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
    },
  };
}

/**
 * Expects of a page, on a desktop and on a phone, that axe finds nothing wrong and that nothing is wider than the screen.
 * Takes its pictures: `<name>.png` and `<name>-phone.png`. The page has its own width again afterwards.
 */
export async function inspect(page: Page, name: string): Promise<void> {
  const own = page.viewportSize() ?? desktop;
  const other = own.width === phone.width ? desktop : phone;
  // What the page has now first: at the other width it may load more.
  for (const size of [own, other]) {
    await page.setViewportSize(size);
    await inspectAtItsWidth(page, size.width === phone.width ? `${name}-phone` : name);
  }
  await page.setViewportSize(own);
}

async function inspectAtItsWidth(page: Page, name: string): Promise<void> {
  // Earlier rows or prices are dimmed until the requested ones arrive.
  await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0);
  // An event stream keeps the network busy.
  await expect.poll(() => page.evaluate<boolean>(picturesAreShown)).toBe(true);
  await screenshot(page, name);
  await page.evaluate(axe.source);
  const found = await page.evaluate<Violation[]>('axe.run().then((result) => result.violations)');
  expect(found.map(({ id, nodes }) => [name, id, nodes[0]?.html])).toEqual([]);
  await expectNoScrollingSideways(page, name);
}

/** Holds the requests that select a root field until they are released. Returns how many were sent and answered, and what releases or aborts them. */
export async function holdRequests(page: Page, field: string) {
  let sent = 0;
  let finished = 0;
  const isHeld = (request: Request) => request.postData()?.includes(`${field}(`) ?? false;
  page.on('requestfinished', (request) => {
    if (isHeld(request)) finished += 1;
  });
  let release: (isAborted: boolean) => void = () => {};
  const released = new Promise<boolean>((resolve) => {
    release = resolve;
  });
  await page.route('**/graphql', async (route) => {
    if (!isHeld(route.request())) return route.fallback();
    sent += 1;
    return (await released) ? route.abort() : route.continue();
  });
  return {
    sent: () => sent,
    finished: () => finished,
    release: () => release(false),
    abort: () => release(true),
  };
}

/** Runs a browser for the tests of a file, on the shop or on another one. Returns what opens a context in it. */
export function useBrowser(shopUrl = () => shop.url) {
  let browser: Awaited<ReturnType<typeof chromium.launch>>;
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    browser = await chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  /**
   * Opens a context that reaches the shop alone; the test fails when a page asks for anything else, or logs an error that is
   * not expected.
   */
  return async (options: BrowserContextOptions, expected?: RegExp): Promise<BrowserContext> => {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(waitingMs);
    const faults: string[] = [];
    await context.route('**', (route) => {
      const url = route.request().url();
      if (new URL(url).origin === new URL(shopUrl()).origin) return route.continue();
      faults.push(`outside request: ${url}`);
      return route.abort();
    });
    context.on('weberror', (error) => void faults.push(String(error.error())));
    context.on('console', (message) => {
      if (message.type() !== 'error' || expected?.test(message.text())) return;
      faults.push(message.text());
    });
    onTestFinished(async () => {
      await context.close();
      expect(faults).toEqual([]);
    });
    return context;
  };
}
