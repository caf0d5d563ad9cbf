import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

export type Lock = { release(): Promise<void> };

/** A short name: the path of a Unix socket has 104 characters at most. */
function addressOf(folder: string): string {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\shop-${hash}`;
  return join(tmpdir(), `shop-${userInfo().uid}-${hash}.sock`);
}

const isHeld = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

/**
 * Takes the lock of a folder, or returns `undefined` when another process has it. It is a socket
 * that only a living process can listen on, so a killed one never leaves it locked.
 */
export async function takeLock(folder: string): Promise<Lock | undefined> {
  const address = addressOf(folder);
  if (await isHeld(address)) return undefined;
  if (process.platform !== 'win32') await rm(address, { force: true });
  const server = createServer((socket) => socket.end());
  server.listen(address);
  await once(server, 'listening');
  server.unref();
  return {
    async release() {
      server.close();
      await once(server, 'close');
    },
  };
}
