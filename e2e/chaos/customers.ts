import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { OrderPlan } from './order-plans.ts';

/** What one customer does, and where its finished orders are journalled. */
export type CustomerTask = {
  readonly url: string;
  readonly email: string;
  readonly journal: string;
  readonly plans: readonly OrderPlan[];
};

/** What the process of the customers sends: the number of a finished order, or why it ends. */
export type CustomersReport = { readonly finished: number } | { readonly failure: string };

export type Customers = {
  /** Resolves when every plan is executed. */
  readonly done: Promise<void>;
  /** The number of finished orders. */
  finished(): number;
  /** kill -9; another process continues from the journals. */
  kill(): void;
  /** kill -9, for good. */
  stop(): void;
};

/** Starts the customers in their own process, and again when it was killed. */
export async function startCustomers(
  url: string,
  folder: string,
  plans: readonly OrderPlan[],
  clients: number,
): Promise<Customers> {
  const journals = join(folder, 'journals');
  await mkdir(journals);
  const tasks = Array.from(
    { length: clients },
    (_, n): CustomerTask => ({
      url,
      email: `chaos-${n}@shop.example`,
      journal: join(journals, String(n)),
      plans: plans.filter((_, index) => index % clients === n),
    }),
  );
  const finished = new Set<number>();
  let failure = '';
  const start = (): ChildProcess => {
    const child = fork(new URL('customers-process.ts', import.meta.url), {
      execArgv: ['--import', 'tsx'],
    });
    child.on('message', (report: CustomersReport) => {
      if ('finished' in report) finished.add(report.finished);
      else failure = report.failure;
    });
    child.send(tasks);
    return child;
  };
  let child = start();
  let stopped = false;
  const done = (async () => {
    for (;;) {
      const [code] = (await once(child, 'exit')) as [number | null];
      if (code === 0 || stopped) return;
      if (code !== null) {
        throw new Error(`the process of the customers exited with ${code}: ${failure}`);
      }
      child = start();
    }
  })();
  // The rejection is for the callers that await it.
  done.catch(() => undefined);
  const kill = () => void child.kill('SIGKILL');
  return {
    done,
    finished: () => finished.size,
    kill,
    stop() {
      stopped = true;
      kill();
    },
  };
}
