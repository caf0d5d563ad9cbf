import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { createHttpServer, httpTimeouts } from './http-server.ts';

it('a connection is used again after a time in which a request has to be sent', async () => {
  const server = createHttpServer((_, response) => void response.end('done'), {
    ...httpTimeouts,
    ...{ headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 20 },
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const request = async () => {
    const sent = get({ host: '127.0.0.1', port, agent });
    const [response] = await once(sent, 'response');
    return [await text(response), response.headers['keep-alive'], sent.reusedSocket];
  };

  expect(await request()).toEqual(['done', 'timeout=5', false]);
  const slow = connect(port, '127.0.0.1').resume();
  slow.write('GET / HTTP/1.1\r\n');
  await once(slow, 'close');
  expect(await request()).toEqual(['done', 'timeout=5', true]);
});
