import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export type Lock = {
  /** Sets the description of the holder that a second process reports. */
  describe(holder: string): void;
  release(): Promise<void>;
};

/** Another living process holds the folder. */
export class LockedError extends Error {
  readonly code = 'LOCKED';
}

/**
 * An address that exists only while a process listens on it: a socket in Linux's abstract namespace
 * or a Windows pipe. Elsewhere a socket file (104 characters at most), which a killed process leaves.
 */
function addressOf(folder: string): { readonly address: string; readonly file: boolean } {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (process.platform === 'linux') return { address: `\0shop-${hash}`, file: false };
  if (process.platform === 'win32') return { address: `\\\\.\\pipe\\shop-${hash}`, file: false };
  return { address: join(tmpdir(), `shop-${userInfo().uid}-${hash}.sock`), file: true };
}

/** Returns the description of the holder; `undefined` when no process listens. */
async function readHolder(address: string): Promise<string | undefined> {
  const socket = connect(address);
  // A holder that was suspended (SIGSTOP) accepts the connection and sends nothing.
  socket.setTimeout(1_000, () => socket.destroy(new Error('no response')));
  try {
    await once(socket, 'connect');
    return await text(socket);
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}

async function listen(address: string, describe: () => string): Promise<Server | undefined> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(describe());
  });
  server.listen(address);
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
}

/**
 * Takes the lock of a folder until it is released or this process ends, by whatever cause. Throws
 * `LockedError` with the description of the holder when another process has it.
 */
export async function takeLock(folder: string): Promise<Lock> {
  const { address, file } = addressOf(folder);
  let description = `process ${process.pid}`;
  let server = await listen(address, () => description);
  if (!server) {
    const holder = await readHolder(address);
    if (holder === undefined && file) {
      await rm(address, { force: true });
      server = await listen(address, () => description);
    }
    if (!server) throw new LockedError(`${folder} is in use by ${holder ?? 'another process'}.`);
  }
  server.unref();
  const held = server;
  return {
    describe(holder) {
      description = `process ${process.pid}, ${holder}`;
    },
    async release() {
      if (!held.listening) return;
      held.close();
      await once(held, 'close');
    },
  };
}
