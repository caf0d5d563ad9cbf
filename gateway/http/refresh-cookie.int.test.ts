import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hasBrowser, openBrowser } from '@shop/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { production } from '../testing/ping-gateway.ts';
import { startOverRecorder } from '../testing/recording-subgraph.ts';
import { json, send } from '../testing/send-request.ts';

const token = 't'.repeat(43);
const next = 'n'.repeat(43);
const expiresAt = '2099-01-01T00:00:00.000Z';
const mode = { 'x-session-mode': 'cookie' };
const cookie = `other=1; refresh-token=${token}; last=2`;
const mutation = { query: 'mutation { login }' };

/** Starts a gateway over a user subgraph that sets a cookie, which is a header of its responses. */
async function start(
  variables: Record<string, string> = {},
  change: object = { 'x-refresh-token': `${expiresAt} ${next}` },
  name = 'user',
) {
  const stage = await startOverRecorder(undefined, { name, variables });
  onTestFinished(stage.stop);
  stage.next.reply = { body: { data: { login: 'in' } }, headers: change };
  const run = (headers: Readonly<Record<string, string>>) =>
    send(stage.url, json(mutation, headers));
  const received = () => stage.requests.at(-1)?.headers ?? {};
  return { ...stage, run, received };
}

describe('the refresh cookie', () => {
  it('the token of a subgraph becomes an httpOnly cookie, and the cookie a header for the subgraph', async () => {
    const { run, received } = await start();
    const { headers, text } = await run({ ...mode, cookie });
    expect(headers.getSetCookie()).toEqual([
      `refresh-token=${next}; Path=/graphql; Expires=Thu, 01 Jan 2099 00:00:00 GMT; HttpOnly; SameSite=Strict`,
    ]);
    expect(headers.get('x-refresh-token')).toBeNull();
    expect(text).not.toContain(next);
    expect(received()['x-refresh-token']).toBe(token);
    expect(received()['cookie']).toBeUndefined();
  });

  it('in production the cookie is Secure, with the prefix for it, and no other name is read', async () => {
    const { run, received } = await start(production);
    const { headers } = await run({ ...mode, cookie });
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Secure-refresh-token=n{43}; .*; HttpOnly; Secure; SameSite=Strict$/,
      ),
    ]);
    expect(received()['x-refresh-token']).toBe('');
    await run({ ...mode, cookie: `__Secure-${cookie.slice(9)}` });
    expect(received()['x-refresh-token']).toBe(token);
  });

  it('an empty header of the subgraph clears the cookie', async () => {
    const { run } = await start({}, { 'x-refresh-token': '' });
    const [cleared] = (await run({ ...mode, cookie })).headers.getSetCookie();
    expect(cleared).toMatch(/^refresh-token=; Path=\/graphql; Expires=Thu, 01 Jan 1970/);
  });
});

describe('attacks on the refresh cookie', () => {
  it.each([
    ['a cookie without the header', { cookie }],
    ['a cookie with a bearer token', { cookie, authorization: 'Bearer nel' }],
    ['a header of the client', { 'x-refresh-token': token }],
  ])('%s is ignored, and no cookie is set', async (_, headers) => {
    const { run, received } = await start();
    const reply = await run(headers);
    expect(reply.status).toBe(200);
    expect(reply.headers.getSetCookie()).toEqual([]);
    expect(received()['x-refresh-token']).toBeUndefined();
    expect(received()['cookie']).toBeUndefined();
  });

  it('only the user subgraph receives the token, and no other one sets a cookie', async () => {
    const { run, received } = await start({}, undefined, 'greeting');
    expect((await run({ ...mode, cookie })).headers.getSetCookie()).toEqual([]);
    expect(received()['x-refresh-token']).toBeUndefined();
  });

  it.each(['https://evil.example', 'null', 'https://shop.example.evil.example'])(
    'a page of the origin %s may not use the cookie',
    async (origin) => {
      const { run, requests } = await start({ CORS_ORIGINS: 'https://shop.example' });
      const { status, codes, headers } = await run({ ...mode, cookie, origin });
      expect([status, codes]).toEqual([403, ['FORBIDDEN']]);
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.getSetCookie()).toEqual([]);
      expect(requests).toEqual([]);
    },
  );

  it('a page on the same host may use the cookie without being listed', async () => {
    const { run, url, received } = await start(production);
    const { status } = await run({ ...mode, origin: new URL(url).origin });
    expect([status, received()['x-refresh-token']]).toEqual([200, '']);
  });

  it.each([
    'refresh-token=short',
    `refresh-token=${token}x`,
    `refresh-token=${'"'.repeat(43)}`,
    `x-refresh-token=${token}`,
  ])('the cookie %s is not a token', async (text) => {
    const { run, received } = await start();
    await run({ ...mode, cookie: text });
    expect(received()['x-refresh-token']).toBe('');
  });

  it('another session mode is refused', async () => {
    const { run } = await start();
    const { status, codes } = await run({ 'x-session-mode': 'cookies', cookie });
    expect([status, codes]).toEqual([400, ['BAD_USER_INPUT']]);
  });
});

describe('CORS with cookies', () => {
  const origin = 'https://shop.example';
  const preflight = (url: string, names: string, from = origin) =>
    send(url, {
      method: 'OPTIONS',
      headers: {
        origin: from,
        'access-control-request-method': 'POST',
        'access-control-request-headers': names,
      },
    });
  const allowed = ({ headers }: { headers: Headers }) =>
    headers.get('access-control-allow-credentials');

  it('a listed origin may send cookies in the session mode `cookie` only', async () => {
    const { url, run } = await start({ ...production, CORS_ORIGINS: origin });
    expect(allowed(await preflight(url, 'content-type,x-session-mode'))).toBe('true');
    expect(allowed(await preflight(url, 'content-type,authorization'))).toBeNull();
    expect(allowed(await run({ ...mode, origin }))).toBe('true');
    expect(allowed(await run({ origin }))).toBeNull();
    const foreign = await preflight(url, 'x-session-mode', 'https://evil.example');
    expect([foreign.status, allowed(foreign)]).toEqual([403, null]);
  });
});

describe.skipIf(!hasBrowser)('a page on another port in a browser', () => {
  /** Serves a page that signs in twice and shows what its scripts can read. Returns its URL. */
  async function startPage(url: string, headers: object): Promise<string> {
    const script = `const call = () => fetch(${JSON.stringify(url)}, {
      method: 'POST',
      credentials: 'include',
      headers: { 'content-type': 'application/json', ...${JSON.stringify(headers)} },
      body: ${JSON.stringify(JSON.stringify(mutation))},
    }).then((response) => response.text());
    call().then(call)
      .catch((error) => String(error))
      .then((text) => { document.body.textContent = text.trim() + ' cookie:' + document.cookie; });`;
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<!doctype html><body>waiting</body><script>${script}</script>`);
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return `http://localhost:${(server.address() as AddressInfo).port}/`;
  }
  const shown = async (page: string) => {
    const browser = await openBrowser();
    onTestFinished(browser.close);
    return browser.rendered(page);
  };

  it('the browser stores the cookie, sends it back, and hides it from scripts', async () => {
    const { url, requests } = await start();
    const page = await startPage(url.replace('127.0.0.1', 'localhost'), mode);
    expect(await shown(page)).toContain('{"data":{"login":"in"}} cookie:</body>');
    expect(requests.map(({ headers }) => headers['x-refresh-token'])).toEqual(['', next]);
  });

  it('without the header the browser hands no response to a page that sends cookies', async () => {
    const { url } = await start();
    const page = await startPage(url.replace('127.0.0.1', 'localhost'), {});
    expect(await shown(page)).toContain('Failed to fetch');
  });
});
