import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

const host = '127.0.0.1';

/** Whether no program listens on this port of this machine. */
export async function isFree(port: number): Promise<boolean> {
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

/**
 * Reserves a port for this process, until it ends. Returns whether the port was free, and reserved by no process of this
 * machine. A reservation is the UDP port of the same number, which the system gives to one process at a time.
 */
export async function reservePort(port: number): Promise<boolean> {
  const reservation = createSocket('udp4');
  try {
    reservation.bind({ port, address: host, exclusive: true });
    await once(reservation, 'listening');
  } catch {
    reservation.close();
    return false;
  }
  if (await isFree(port)) {
    reservation.unref();
    return true;
  }
  reservation.close();
  return false;
}

/** Below the ports that systems give to outgoing connections: Linux from 32768, others from 49152 (RFC 6335). */
const range = { first: 10_000, end: 32_768 };

/**
 * Returns the first of `count` ports in a row that are free, and reserves them: another shop or test takes none of them
 * before a program listens on it, or while that program is restarted.
 */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = randomInt(range.first, range.end - count);
    const ports = Array.from({ length: count }, (_, n) => first + n);
    const reserved = await Promise.all(ports.map(reservePort));
    if (!reserved.includes(false)) return first;
  }
}

/** Returns a port that is free, and reserves it, as `freePorts` does. */
export const freePort = (): Promise<number> => freePorts(1);
