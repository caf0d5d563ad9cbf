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
 * Returns the first of `count` ports in a row that are free now and were not returned before. No outgoing connection
 * takes them before a program listens on them.
 */
export async function freePorts(count: number, host = '127.0.0.1'): Promise<number> {
  for (;;) {
    const first = randomInt(range.first, range.end - count);
    const ports = Array.from({ length: count }, (_, n) => first + n);
    if (ports.some((port) => returned.has(port))) continue;
    const free = await Promise.all(ports.map((port) => isFree(port, host)));
    if (free.includes(false) || ports.some((port) => returned.has(port))) continue;
    for (const port of ports) returned.add(port);
    return first;
  }
}

/** Returns a port that is free now and was not returned before, as `freePorts` does. */
export const freePort = (host?: string): Promise<number> => freePorts(1, host);
