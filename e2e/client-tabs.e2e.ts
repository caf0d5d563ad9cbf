import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { browserPath, hasBrowser } from '@shop/testing';
import { build } from 'esbuild';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { requestData } from './client.ts';
import { RegisterDocument } from './generated/graphql.ts';
import { shop } from './shop.ts';

/** The script of the page: an application with the kit, whose tokens all tabs share. */
const application = (uri: string) => `
  import { ApolloClient, gql } from '@apollo/client';
  import { createCache, createLink, createSession, indexedDbStorage, storedTokens } from '@shop/client';
  const uri = ${JSON.stringify(uri)};
  const session = createSession({ uri, tokens: storedTokens(indexedDbStorage()) });
  const client = new ApolloClient({
    link: createLink({ uri, name: 'e2e-tabs', version: '1.0.0', session }),
    cache: createCache(),
  });
  const query = gql\`query Me { me { id displayName } }\`;
  window.signIn = (tokens) => session.signIn(tokens);
  window.ask = async () => {
    const { data } = await client.query({ query, fetchPolicy: 'network-only' });
    return data.me?.displayName ?? null;
  };
`;

type App = {
  signIn(tokens: object): Promise<void>;
  ask(): Promise<string | null>;
};

/** Serves a page with the application. */
async function servePage(): Promise<Server> {
  const { outputFiles } = await build({
    stdin: {
      contents: application(shop.url),
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    format: 'iife',
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
  });
  const html = `<!doctype html><title>Shop</title><script>${outputFiles[0]?.text}</script>`;
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe.runIf(hasBrowser)('two tabs of an application with the kit', () => {
  let browser: Browser;
  let server: Server;
  beforeAll(async () => {
    server = await servePage();
    browser = await chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function openTab(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    return page;
  }
  const ask = (page: Page) => page.evaluate(() => (globalThis as unknown as App).ask());

  it.each([
    ['expires', (session: object) => ({ ...session, expiresIn: 0 })],
    ['is refused', (session: object) => ({ ...session, accessToken: 'not.a.token' })],
  ])('refresh the session exactly once when its access token %s', async (_, spoil) => {
    const input = {
      email: `${crypto.randomUUID()}@shop.example`,
      password: 'correct horse',
      displayName: 'Nel',
    };
    const { register } = await requestData(RegisterDocument, { input });
    const context = await browser.newContext();
    context.setDefaultTimeout(300_000);
    onTestFinished(() => context.close());

    // Holds the first refresh until both tabs wait for a token.
    let refreshes = 0;
    const [one, other] = [await openTab(context), await openTab(context)];
    await context.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('refreshToken(')) {
        refreshes += 1;
        await expect
          .poll(async () => (await Promise.all([one, other].map(waitsForLock))).some(Boolean))
          .toBe(true);
      }
      await route.continue();
    });
    await one.evaluate(
      (tokens) => (globalThis as unknown as App).signIn(tokens),
      spoil(register?.session ?? {}),
    );
    expect(await Promise.all([ask(one), ask(other)])).toEqual(['Nel', 'Nel']);
    expect(refreshes).toBe(1);
    // The new token is that of both tabs.
    expect(await Promise.all([ask(one), ask(other)])).toEqual(['Nel', 'Nel']);
    expect(refreshes).toBe(1);
  });
});

/** Whether a tab of the origin waits for another to refresh. */
const waitsForLock = (page: Page) =>
  page.evaluate(async () => {
    const { navigator } = globalThis as unknown as {
      navigator: { locks: { query(): Promise<{ pending: { name: string }[] }> } };
    };
    return (await navigator.locks.query()).pending.some(({ name }) => name === 'shop.refresh');
  });
