import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@shop/service/until';
import type { Program } from './hosting.ts';
import { endOf, isReady, type Launched, launch, letStart, stop } from './launch.ts';
import { Stopped } from './lifetime.ts';

/** How often a starting process is asked; more often would slow down what it waits for. */
const pollMs = 100;
/** A crashed process is restarted after this time, twice as long after each further crash. */
const restartMs = 500;
/** EX_CONFIG: the environment is invalid, and a restart does not change it. */
const misconfigured = 78;

/** A program that runs, and is restarted when its process crashes. */
export type Supervised = {
  /** Lets it start its services. Resolves when it is ready; rejects when it never will be. */
  ready(): Promise<void>;
  pid(): number | undefined;
  /** kill -9. `false` when the process is not running at the moment. */
  kill(): boolean;
  /** Stops the process in order, or kills it when it does not respond. It is not restarted. */
  stop(): Promise<void>;
};

export type Supervision = {
  readonly log: string;
  /** What the process inherits besides its own variables. */
  readonly environment: NodeJS.ProcessEnv;
  readonly onCrash: (detail: string) => void;
  /** Longest pause before a crashed process is restarted. */
  readonly longestRestartMs: number;
  /** `ready` rejects after this time. */
  readonly readyDeadlineMs: number;
  /** A process that crashes this often before it was ready once is not restarted. */
  readonly maxStartAttempts: number;
};

/** Loads a program, whose services start when `ready` is called, and keeps it running. */
export function supervise(program: Program, supervision: Supervision): Supervised {
  const { log, environment, onCrash, longestRestartMs, readyDeadlineMs, maxStartAttempts } =
    supervision;
  let child: Launched;
  let crashes = 0;
  let mayStart = false;
  let wasReady = false;
  let stopping = false;
  /** Why it is not restarted. */
  let startFailure: string | undefined;

  function start(mode: 'w' | 'a'): void {
    const began = performance.now();
    child = launch(program, environment, log, mode);
    if (mayStart) letStart(child);
    child.process.once('exit', (code, signal) => {
      if (stopping) return;
      const detail = `${program.name} ended with ${signal ?? `code ${code}`}\n${endOf(log)}`;
      // The count starts again for a process that ran for a while.
      crashes = performance.now() - began > longestRestartMs ? 1 : crashes + 1;
      if (!wasReady && (code === misconfigured || crashes >= maxStartAttempts)) {
        startFailure = detail;
        return;
      }
      onCrash(detail);
      const delay = Math.min(longestRestartMs, restartMs * 2 ** (crashes - 1));
      void sleep(delay, undefined, { ref: false }).then(() => {
        if (!stopping) start('a');
      });
    });
  }

  async function checkReady(): Promise<boolean> {
    if (stopping) throw new Stopped('stopped');
    if (startFailure) throw new Error(startFailure);
    return isReady(program);
  }

  start('w');
  return {
    async ready() {
      mayStart = true;
      letStart(child);
      const timing = { deadlineMs: readyDeadlineMs, everyMs: pollMs };
      await until(`${program.name} to be ready`, checkReady, timing);
      wasReady = true;
    },
    pid: () => child.process.pid,
    kill: () => child.process.kill('SIGKILL'),
    stop() {
      stopping = true;
      return stop(child);
    },
  };
}
