import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { startPingGateway } from './ping-gateway.ts';

type Received = {
  /** Method and path. */
  readonly line: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
};

/** Starts a gateway in front of an order subgraph that records the requests it receives. */
export async function startForwardingGateway(variables: Readonly<Record<string, string>> = {}) {
  const received: Received[] = [];
  const order = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    received.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
    response.writeHead(201, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; form-action 'self'",
      location: '/payments/test/other',
      'set-cookie': 'a=b',
      'x-powered-by': 'order',
      'access-control-allow-origin': '*',
    });
    response.end('<p>hello</p>');
  });
  await new Promise<void>((resolve) => order.listen(0, '127.0.0.1', resolve));
  const close = () => {
    order.closeAllConnections();
    return new Promise((resolve) => order.close(resolve));
  };
  onTestFinished(async () => void (await close()));
  const { port } = order.address() as AddressInfo;
  const { url, logged } = await startPingGateway({
    ORDER_SUBGRAPH_URL: `http://127.0.0.1:${port}/graphql`,
    ...variables,
  });
  return { url: new URL(url).origin, received, logged, close, order };
}

/** A payment key, as the test provider issues them. */
export const paymentKey = '0190b3c4-0000-7000-8000-000000000001';
