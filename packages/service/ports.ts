import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** Whether no program listens on this port of this machine. */
export async function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

const returned = new Set<number>();

/** Returns a port that is free now and was not returned before. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (;;) {
    const server = createServer();
    server.listen(0, host);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    if (returned.has(port)) continue;
    returned.add(port);
    return port;
  }
}
