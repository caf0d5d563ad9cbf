import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { startTestApp } from '@shop/testing';
import { expect, it, onTestFinished } from 'vitest';
import { production, startPingGateway } from '../testing/ping-gateway.ts';
import { type PaymentSites, paymentSites } from './payment-sites.ts';
import { serveClient } from './serve-client.ts';

const client = { name: 'storefront', path: '/shop' } as const;

/** Serves a web application with these files. Returns what fetches a path of it. */
async function startClient(
  files: Readonly<Record<string, string | Buffer>>,
  payment: PaymentSites = {},
  isProduction = true,
) {
  const folder = await mkdtemp(join(tmpdir(), 'shop-client-'));
  await mkdir(join(folder, 'assets'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const { url, close } = await startTestApp(({ app }) =>
    serveClient(app, client, { folder, isProduction, payment }),
  );
  onTestFinished(async () => {
    await close();
    await rm(folder, { recursive: true });
  });
  return (path: string, encoding = 'identity') => {
    const headers = { accept: 'text/html', 'accept-encoding': encoding };
    return fetch(new URL(path, url), { headers, redirect: 'manual' });
  };
}

const built = { 'index.html': '<title>Shop</title>', 'assets/index-1a2b.js': 'shop()' };

it('every path of a web application is its page, whose policy allows nothing inline and no other site', async () => {
  const get = await startClient(built);
  for (const path of ['/shop/', '/shop/products/classic-cotton-tee', '/shop/index.html']) {
    const response = await get(path);
    expect(await response.text()).toBe(built['index.html']);
    expect(response.headers.get('cache-control')).toMatch(/no-cache|max-age=0/);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none';script-src 'self';style-src 'self';");
    expect(policy).not.toMatch(/unsafe|data:|http:/);
  }
  const bare = await get('/shop');
  expect([bare.status, bare.headers.get('location')]).toEqual([308, '/shop/']);
});

it('in development a page shows the pictures of both names of this machine, and in production of secure sites alone', async () => {
  const policyWith = async (isProduction: boolean) => {
    const response = await (await startClient(built, {}, isProduction))('/shop/');
    return response.headers.get('content-security-policy') ?? '';
  };
  expect(await policyWith(true)).toContain("img-src 'self' https:;");
  expect(await policyWith(false)).toContain(
    "img-src 'self' https: http://localhost:* http://127.0.0.1:*;",
  );
});

it('only with Stripe may a page load the scripts and frames of Stripe', async () => {
  const policyWith = async (provider: string | undefined) => {
    const response = await (await startClient(built, paymentSites(provider)))('/shop/');
    return response.headers.get('content-security-policy') ?? '';
  };
  const policy = await policyWith('stripe');
  expect(policy).toContain("script-src 'self' https://js.stripe.com https://*.js.stripe.com;");
  expect(policy).toContain(
    'frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com;',
  );
  expect(policy).toContain("connect-src 'self' https://api.stripe.com;");
  expect(policy).toContain("default-src 'none';");
  for (const other of [undefined, 'test', 'constructor'])
    expect(await policyWith(other)).not.toContain('stripe');
});

it('files of a web application with a hash in their name are cached for good, and an unknown one is not found', async () => {
  const get = await startClient(built);
  const script = await get('/shop/assets/index-1a2b.js');
  expect(await script.text()).toBe('shop()');
  expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect((await get('/shop/assets/index-9z9z.js')).status).toBe(404);
});

it.each([
  ['br, gzip', 'br'],
  ['gzip, br', 'br'],
  ['gzip', 'gzip'],
  ['identity', null],
])(
  'a client that accepts %s gets a file as the build has compressed it: %s',
  async (accepted, encoding) => {
    const get = await startClient({
      ...built,
      'assets/index-1a2b.js.br': brotliCompressSync('shop()'),
      'assets/index-1a2b.js.gz': gzipSync('shop()'),
    });
    const script = await get('/shop/assets/index-1a2b.js', accepted);
    expect(await script.text()).toBe('shop()');
    const { headers } = script;
    expect(headers.get('content-encoding')).toBe(encoding);
    expect(headers.get('content-type')).toMatch(/^text\/javascript/);
    expect(headers.get('vary')).toMatch(/accept-encoding/i);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  },
);

it('a web application that is not built is unavailable, and the response names the command that builds it', async () => {
  const get = await startClient({});
  const response = await get('/shop/');
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('npm run build --workspace clients/storefront');
});

it('the gateway serves each web application in production too, but only where it is switched on', async () => {
  for (const switched of ['STOREFRONT', 'BACK_OFFICE']) {
    const { url } = await startPingGateway({ ...production, [switched]: 'on' });
    const isServed = async (path: string) =>
      (await fetch(new URL(path, url), { headers: { accept: 'text/html' }, redirect: 'manual' }))
        .status === 308;
    expect([switched, await isServed('/shop'), await isServed('/back-office')]).toEqual([
      switched,
      switched === 'STOREFRONT',
      switched === 'BACK_OFFICE',
    ]);
  }
});
