import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startPostgres } from '@shop/scripts/testing';
import { createTcpProxy } from '@shop/testing/tcp-proxy';

export type KillablePostgres = {
  /** URL of the administrator; the same after every restart. */
  readonly url: string;
  /** kill -9, then a start with recovery. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts a PostgreSQL that can be killed and restarts at the same address. */
export async function createKillablePostgres(folder: string): Promise<KillablePostgres> {
  let server = await startPostgres(folder);
  const proxy = await createTcpProxy(server.url);
  return {
    url: proxy.url,
    async kill() {
      const pidFile = await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8');
      process.kill(Number.parseInt(pidFile, 10), 'SIGKILL');
      await server.ended;
      server = await startPostgres(folder);
      proxy.aim(server.url);
    },
    async stop() {
      await proxy.cut();
      await server.stop();
    },
  };
}
