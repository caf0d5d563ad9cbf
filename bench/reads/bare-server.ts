import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Pool } from 'undici';

// A process that does as little as a server in Node can: without an argument it responds with the text that its parent has
// sent for a path; with the origin of another server it forwards to that one. Sends its port, and its CPU time when asked.
const [origin] = process.argv.slice(2);
const responses = new Map<string, string>();
const headers = { 'content-type': 'application/json' };

const respond: RequestListener = async (request, response) => {
  await text(request);
  response.writeHead(200, headers).end(responses.get(request.url ?? ''));
};

function forwardTo(target: string): RequestListener {
  const pool = new Pool(target, { connections: 20 });
  return async (request, response) => {
    const body = await text(request);
    const path = request.url ?? '';
    const forwarded = await pool.request({ method: 'POST', path, headers, body });
    response.writeHead(200, headers).end(Buffer.from(await forwarded.body.arrayBuffer()));
  };
}

const server = createServer(origin ? forwardTo(origin) : respond);
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('message', (message: { path: string; body: string } | 'cpu') => {
  if (message !== 'cpu') return void responses.set(message.path, message.body);
  const { user, system } = process.cpuUsage();
  process.send?.((user + system) / 1_000);
});
process.on('disconnect', () => process.exit(0));
