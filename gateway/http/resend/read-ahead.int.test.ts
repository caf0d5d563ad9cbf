import { connect } from 'node:net';
import { jsonBody } from '@shop/service';
import { startTestApp, until } from '@shop/testing';
import type { RequestHandler } from 'express';
import { expect, it, onTestFinished } from 'vitest';
import { readAhead } from './read-ahead.ts';

/** Starts an app that reads bodies ahead, waits, and then reads them again as JSON. */
async function start() {
  const seen: string[] = [];
  const server = await startTestApp(({ app }) => {
    app.use(async (request, _, next) => {
      const body = await readAhead(request, Number(request.get('content-length')));
      seen.push(body.toString());
      // The stream may have reported its end by now, had the body not been put back.
      await new Promise((resolve) => setImmediate(resolve));
      next();
    });
    app.use(
      ...jsonBody(2 ** 20),
      ((request, response) => void response.json(request.body)) satisfies RequestHandler,
    );
  });
  onTestFinished(server.close);
  return { ...server, seen };
}

it.each([1, 100, 300_000])('a body of %i characters is read twice', async (length) => {
  const { url, seen } = await start();
  const body = JSON.stringify({ text: 'x'.repeat(length) });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body });
  expect([await response.text(), seen[0]]).toEqual([body, body]);
});

it('a body that arrives in pieces is read twice', async () => {
  const { url, seen } = await start();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  const head =
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 7\r\n\r\n';
  for (const piece of [head, '{"a', '":', '1}'])
    await new Promise((resolve) => socket.write(piece, () => setImmediate(resolve)));
  await until('the response', async () => text.includes('{"a":1}'));
  expect(seen).toEqual(['{"a":1}']);
});

it('a client that leaves before its body is complete ends the reading', async () => {
  const { url, seen } = await start();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 7\r\n\r\n{"a', () =>
    socket.destroy(),
  );
  await until('the reading to end', async () => seen.length === 1);
  expect(seen).toEqual(['{"a']);
});
