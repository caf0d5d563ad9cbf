import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import { Redis } from 'ioredis';

/**
 * URL of the Redis for tests: REDIS_URL or localhost. `undefined`, with one loud line, when none
 * answers; in CI that is an error.
 */
export async function redisUrl(): Promise<string | undefined> {
  const url = process.env['REDIS_URL'] || 'redis://127.0.0.1:6379';
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return url;
  } catch (error) {
    if (process.env['CI']) throw error;
    console.warn(`\n!!! No Redis at ${new URL(url).host}: its tests are SKIPPED !!!\n`);
    return undefined;
  } finally {
    redis.disconnect();
  }
}

/** A way to Redis that can be cut, or made to swallow everything, and opened again at the same URL. */
export async function createDoor(url: string) {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let mute = false;
  const server = createServer((near) => {
    const far = connect(Number(target.port || 6379), target.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.on('data', (data) => void (mute || other.write(data)));
    }
  });
  const open = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await open(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `redis://127.0.0.1:${port}`,
    open: () => open(port),
    mute: () => {
      mute = true;
    },
    async close(): Promise<void> {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
