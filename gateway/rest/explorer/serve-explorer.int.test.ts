import { hasBrowser, openBrowser } from '@shop/testing';
import { expect, it, onTestFinished } from 'vitest';
import { production } from '../../testing/ping-gateway.ts';
import { startThings } from '../../testing/thing-gateway.ts';

it('the gateway describes the routes that it serves', async () => {
  const { api } = await startThings();
  const response = await fetch(api.replace('/v1', '/openapi.json'));
  const { openapi, paths } = (await response.json()) as Record<string, object>;
  expect([response.status, openapi]).toEqual([200, '3.1.0']);
  expect(Object.keys(paths ?? {})).toContain('/things/{thingId}');
});

it('the page and its files come from the gateway, and its policy allows nothing else', async () => {
  const { api } = await startThings();
  const docs = api.replace('/v1', '/docs');
  const response = await fetch(docs, { headers: { accept: 'text/html' } });
  expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
  const text = await response.text();
  const paths = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
  expect(paths).toHaveLength(4);
  for (const path of paths) expect((await fetch(new URL(path, docs))).status).toBe(200);
  expect((await fetch(`${docs}/package.json`)).status).toBe(404);
});

it('nothing of it is served in production', async () => {
  const { api } = await startThings({ variables: production });
  for (const path of ['/openapi.json', '/docs', '/docs/start.js']) {
    expect((await fetch(api.replace('/v1', path))).status).toBe(404);
  }
});

it.runIf(hasBrowser)('a browser shows the routes', async () => {
  const { api } = await startThings();
  const browser = await openBrowser();
  onTestFinished(browser.close);
  const html = await browser.rendered(api.replace('/v1', '/docs'));
  expect(html).toContain('data-path="/things/{thingId}"');
});
