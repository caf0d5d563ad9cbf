import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export type LossyProxy = {
  readonly url: string;
  /** How many requests were lost on their way, and how many answers. */
  readonly lost: { readonly requests: number; readonly answers: number };
  close(): Promise<void>;
};

const forward = async (request: IncomingMessage, target: URL) => {
  const { 'content-type': type = '', authorization } = request.headers;
  return fetch(target, {
    method: 'POST',
    headers: { 'content-type': type, ...(authorization && { authorization }) },
    body: await buffer(request),
  });
};

/**
 * Starts a proxy for POST requests that breaks the connection of one request in `every`: before the server has it, or
 * after the server has answered, in turns that `random` decides.
 */
export async function createLossyProxy(
  target: string,
  random: () => number,
  every = 5,
): Promise<LossyProxy> {
  const lost = { requests: 0, answers: 0 };
  const server = createServer(async (request, response) => {
    const chance = random() * every;
    if (chance < 0.5) {
      lost.requests += 1;
      request.socket.destroy();
      return;
    }
    const answer = await forward(request, new URL(target)).catch(() => undefined);
    if (chance < 1) lost.answers += 1;
    if (chance < 1 || !answer) {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    lost,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
