import { fileURLToPath } from 'node:url';
import { hasBrowser } from '@shop/testing';
import { build } from 'esbuild';
import { describe, it } from 'vitest';
import { desktop, pageUrl, useBrowser } from './browser.ts';

/** The example as a bundler makes a script of it. */
async function exampleScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../examples/react/page.tsx', import.meta.url))],
    bundle: true,
    format: 'iife',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

describe.runIf(hasBrowser)('the example with React', () => {
  const openContext = useBrowser();

  it('finds a product and fills the cart of a guest', async () => {
    const context = await openContext({ viewport: desktop });
    const body = `<!doctype html><html lang="en"><title>Example</title><body><script>${await exampleScript()}</script>`;
    await context.route(pageUrl('/example'), (route) =>
      route.fulfill({ contentType: 'text/html; charset=utf-8', body }),
    );
    const page = await context.newPage();
    await page.goto(pageUrl('/example'));
    await page.getByLabel('Search').fill('cotton tee');
    await page.getByRole('button', { name: 'Classic Cotton Tee' }).click();
    const add = page.getByRole('button', { name: 'Add White / M' });
    await add.click();
    await page.getByText(/^1 × Classic Cotton Tee.* White \/ M$/).waitFor();
    await add.click();
    await page.getByText(/^2 × Classic Cotton Tee.* White \/ M$/).waitFor();
  });
});
