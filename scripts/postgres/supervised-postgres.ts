import { setTimeout as sleep } from 'node:timers/promises';
import {
  type EmbeddedPostgres,
  type PreparedPostgres,
  preparePostgres,
  startPostgres,
} from './embedded-postgres.ts';

/** An embedded PostgreSQL that is started again when it ends. */
export type SupervisedPostgres = {
  /** The administrator's URL; the same after every restart. */
  readonly url: string;
  /** Resolves with the reason when the server has ended and cannot be started again. */
  readonly failed: Promise<Error>;
  /** kill -9 of the server. Resolves when it is available again. */
  kill(): Promise<void>;
  /** Stops the server for good. */
  stop(): Promise<void>;
};

/**
 * How many starts may fail in a row. With their pauses they take 16 s: the next server does not start before
 * the sessions of a killed one have ended, and a statement may run for 10 s.
 */
const maxFailures = 8;
const pauseMs = (failures: number) => Math.min(4_000, 125 * 2 ** failures);

/**
 * Starts PostgreSQL with its data below `folder`, and again on the same port whenever it ends. `report`
 * receives a line for each end and each failed start. `prepared` is the first server, if it is already
 * prepared. The calling process holds the lock of the folder.
 */
export async function startSupervisedPostgres(
  folder: string,
  report: (text: string) => void,
  prepared?: PreparedPostgres,
): Promise<SupervisedPostgres> {
  const first = await (prepared ?? (await preparePostgres(folder))).start();
  const port = Number(new URL(first.url).port);
  const stopping = new AbortController();
  const { signal } = stopping;
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<Error>((resolve) => {
    fail = resolve;
  });
  let current: Promise<EmbeddedPostgres | undefined> = Promise.resolve(first);

  function supervise(server: EmbeddedPostgres | undefined): void {
    void server?.ended.then((reason) => {
      if (signal.aborted) return;
      report(`PostgreSQL ended with ${reason} and is started again.`);
      current = restart();
      void current.then(supervise);
    });
  }

  /** Returns `undefined` when it was stopped meanwhile, or has failed too often. */
  async function restart(): Promise<EmbeddedPostgres | undefined> {
    for (let failures = 0; !signal.aborted; ) {
      try {
        return await startPostgres(folder, { port });
      } catch (error) {
        failures++;
        if (failures === maxFailures) {
          fail(error as Error);
          return undefined;
        }
        report(`PostgreSQL did not start: attempt ${failures} of ${maxFailures}.`);
        await sleep(pauseMs(failures), undefined, { signal }).catch(() => undefined);
      }
    }
    return undefined;
  }

  supervise(first);
  return {
    url: first.url,
    failed,
    async kill() {
      const server = await current;
      if (!server) return;
      process.kill(server.pid, 'SIGKILL');
      await server.ended;
      await current;
    },
    async stop() {
      stopping.abort();
      await (await current)?.stop();
    },
  };
}
