import { hasBrowser, openBrowser } from '@shop/testing';
import { expect, it, onTestFinished } from 'vitest';
import { production, startPingGateway } from '../testing/ping-gateway.ts';

const headers = { accept: 'text/html' };

it('the landing page allows its own script and style alone, and links to pages of this gateway', async () => {
  const { url } = await startPingGateway();
  const response = await fetch(new URL('/', url), { headers });
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/script-src 'sha256-[^']+';style-src 'sha256-[^']+';/);
  const text = await response.text();
  expect(text).toContain('data-email="carla@shop.example"');
  expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
  // As curl and probes ask.
  expect((await fetch(new URL('/', url), { headers: { accept: '*/*' } })).status).toBe(200);
  const json = await fetch(new URL('/', url), { headers: { accept: 'application/json' } });
  expect(json.status).toBe(404);
});

it('nothing of them is served in production', async () => {
  const { url } = await startPingGateway(production);
  for (const path of ['/', '/graphiql', '/graphiql/graphiql.js']) {
    expect((await fetch(new URL(path, url), { headers })).status).toBe(404);
  }
});

it.runIf(hasBrowser)('a browser shows GraphiQL with a panel of examples', async () => {
  const { url } = await startPingGateway();
  const browser = await openBrowser();
  onTestFinished(browser.close);
  const html = await browser.rendered(new URL('/graphiql', url).href);
  expect(html).toContain('Show Examples');
});
