import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

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

/** Below the ports that systems give to outgoing connections: Linux from 32768, others from 49152 (RFC 6335). */
const range = { first: 10_000, end: 32_768 };

/**
 * Returns a port that is free now and was not returned before. No outgoing connection takes it before a program listens
 * on it.
 */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (;;) {
    const port = randomInt(range.first, range.end);
    if (returned.has(port) || !(await isFree(port, host))) continue;
    returned.add(port);
    return port;
  }
}
