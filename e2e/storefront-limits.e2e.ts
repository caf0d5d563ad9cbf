import { hasBrowser, until } from '@shop/testing';
import { type RunningShop, startShop } from '@shop/testing/shop';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { inspect, phone, useBrowser } from './browser.ts';
import { post } from './client.ts';

describe.runIf(hasBrowser)('a storefront whose shop limits the rate', () => {
  let shop: RunningShop;
  const openContext = useBrowser(() => shop.url);
  beforeAll(async () => {
    shop = await startShop({ RATE_LIMIT_ANONYMOUS: '20' });
    // The minute in which requests are counted begins now.
    await secondsToWait();
  });
  afterAll(() => shop?.stop());

  /** Sends a request. Returns the seconds to wait; 0 within the limit. */
  async function secondsToWait(): Promise<number> {
    const { response } = await post(JSON.stringify({ query: '{ __typename }' }), {}, shop.url);
    return Number(response.headers.get('retry-after'));
  }

  it('says how long to wait, and where that is short that it waits itself', async () => {
    // The browser reports each response over the limit.
    const context = await openContext({ viewport: phone, locale: 'de-DE' }, /status of 429/);
    const page = await context.newPage();
    await until('the limit to be reached', async () => (await secondsToWait()) > 0);
    await page.goto(new URL('/shop/', shop.url).href);
    await page
      .getByText(/Versuchen Sie es in \d+ Sekunden noch einmal\./)
      .first()
      .waitFor();
    await page.getByText('Gerade sind es zu viele Anfragen').first().waitFor();
    await inspect(page, 'shop-limited');

    // Longer than pages wait by themselves: 30 seconds.
    await until('a short wait', async () => (await secondsToWait()) < 30);
    await page.reload();
    await page.getByText(/^Gerade ist viel los\. In \d+ s geht es/).waitFor();
  });
});
