import { createServer } from 'node:http';
import { freePort } from '@shop/testing';

/** Starts an HTTP server that responds to every request with the result of `respond`, and counts them. */
export async function startJsonServer(respond: () => { status?: number; body: unknown }) {
  const requests = { count: 0, authorizations: [] as (string | undefined)[] };
  const server = createServer((request, response) => {
    requests.count++;
    requests.authorizations.push(request.headers.authorization);
    const { status = 200, body } = respond();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const port = await freePort();
  const start = () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await start();
  return Object.assign(requests, {
    url: `http://127.0.0.1:${port}/`,
    /** Refuses connections until `start`. */
    async stop() {
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
    start,
  });
}
