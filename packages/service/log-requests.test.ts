import { startTestApp, until } from '@shop/testing';
import { expect, it, onTestFinished } from 'vitest';
import { createLog } from './log.ts';
import { addToLogContext } from './log-context.ts';
import { logRequests, requestIdOf } from './log-requests.ts';

/** Starts an app that logs its requests. `lines` are those of its log. */
async function startLoggedApp() {
  const lines: Record<string, unknown>[] = [];
  const log = createLog('test', 'info', { write: (line) => void lines.push(JSON.parse(line)) });
  const server = await startTestApp(({ app }) => {
    app.use(logRequests(log));
    app.get('/order/:id', async (_, response) => {
      await new Promise((resolve) => setImmediate(resolve));
      addToLogContext({ viewerId: 'nel' });
      log.warn('slow');
      response.json(requestIdOf(response));
    });
    app.get('/waits', () => log.info('waiting'));
    app.use('/graphql', (_, response) => void response.json({}));
  });
  onTestFinished(server.close);
  const lineOf = (message: string) =>
    until('the line', () => lines.find(({ msg }) => msg === message));
  return { ...server, lineOf };
}

it('each request is one line with its id, path, status and duration', async () => {
  const { url, lineOf } = await startLoggedApp();
  const response = await fetch(`${url}/order/1?token=secret`, {
    headers: { 'x-request-id': 'my-request-1' },
  });
  expect(await response.json()).toBe('my-request-1');
  expect(response.headers.get('x-request-id')).toBe('my-request-1');
  const line = await lineOf('request');
  expect(line).toMatchObject({
    requestId: 'my-request-1',
    viewerId: 'nel',
    method: 'GET',
    path: '/order/1',
    status: 200,
  });
  expect(line['ms']).toBeTypeOf('number');
  expect(JSON.stringify(line)).not.toContain('secret');
});

it('lines that are logged during a request have its id', async () => {
  const { url, lineOf } = await startLoggedApp();
  await fetch(`${url}/order/1`, { headers: { 'x-request-id': 'my-request-2' } });
  expect(await lineOf('slow')).toMatchObject({ requestId: 'my-request-2', viewerId: 'nel' });
});

it.each(['short', 'with spaces in it', 'x'.repeat(65), 'quote"quote'])(
  'the request id %s is replaced',
  async (id) => {
    const { url } = await startLoggedApp();
    const response = await fetch(`${url}/order/1`, { headers: { 'x-request-id': id } });
    expect(response.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  },
);

it('the path of a mounted route is logged whole', async () => {
  const { url, lineOf } = await startLoggedApp();
  await fetch(`${url}/graphql`);
  expect(await lineOf('request')).toMatchObject({ path: '/graphql' });
});

it('keys in a path are not logged', async () => {
  const { url, lineOf } = await startLoggedApp();
  await fetch(`${url}/payments/0199d2c4-7a53-7b1a-8e1f-000000000000`);
  expect(await lineOf('request')).toMatchObject({ path: '/payments/...', status: 404 });
});

it('a request whose client leaves before the response is logged as aborted', async () => {
  const { url, lineOf } = await startLoggedApp();
  const controller = new AbortController();
  const left = fetch(`${url}/waits`, { signal: controller.signal }).catch(() => undefined);
  await lineOf('waiting');
  controller.abort();
  await left;
  expect(await lineOf('request')).toMatchObject({ path: '/waits', aborted: true });
});
