import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Errand, Intent } from './intents.ts';
import type { World } from './world.ts';

export type Customers = {
  /** Resolves when every errand is done. */
  readonly done: Promise<void>;
  /** How many errands are done. */
  progress(): number;
  /** kill -9; another process goes on with the journals. */
  kill(): void;
  /** kill -9, for good. */
  stop(): void;
};

/** The customers' process; a new one goes on with the journal of one that was killed. */
export async function sendCustomers(
  { url }: World,
  folder: string,
  wanted: readonly Intent[],
  clients: number,
): Promise<Customers> {
  const journals = join(folder, 'journals');
  await mkdir(journals);
  const errands = Array.from(
    { length: clients },
    (_, n): Errand => ({
      url,
      customer: `chaos-${n}@shop.example`,
      journal: join(journals, String(n)),
      intents: wanted.filter((_, index) => index % clients === n),
    }),
  );
  const finished = new Set<number>();
  const send = (): ChildProcess => {
    const process = fork(new URL('customers.ts', import.meta.url), {
      execArgv: ['--import', 'tsx'],
    });
    process.on('message', (n: number) => void finished.add(n));
    process.send(errands);
    return process;
  };
  let child = send();
  let stopped = false;
  const done = (async () => {
    for (;;) {
      const [code] = (await once(child, 'exit')) as [number | null];
      if (code === 0 || stopped) return;
      if (code !== null) throw new Error(`the customers gave up with ${code}`);
      child = send();
    }
  })();
  // Whoever waits for it hears of it; nobody else has to.
  done.catch(() => undefined);
  const kill = () => void child.kill('SIGKILL');
  return {
    done,
    progress: () => finished.size,
    kill,
    stop() {
      stopped = true;
      kill();
    },
  };
}
