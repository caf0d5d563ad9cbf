import { hasBrowser } from '@shop/testing';
import { expect, it } from 'vitest';
import { pageUrl } from './browser.ts';
import { measurePage } from './lighthouse/measure.ts';

// Performance is not judged here: it depends on what else the machine does. `npm run lighthouse` measures it.
it.runIf(hasBrowser)('Lighthouse finds nothing wrong with the page of a product', async () => {
  const { scores } = await measurePage(pageUrl('/shop/products/classic-cotton-tee'));
  const { performance: _, ...judged } = scores;
  expect(judged).toEqual({ accessibility: 100, 'best-practices': 100, seo: 100 });
});
