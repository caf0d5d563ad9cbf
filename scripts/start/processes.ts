import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@shop/service/until';
import type { Program } from './hosting.ts';
import { endOf, isReady, type Launched, launch, stop } from './launch.ts';
import { Stopped } from './lifetime.ts';

const readyDeadlineMs = 60_000;
/** How often a starting process is asked; more often would slow down what it waits for. */
const pollMs = 100;
/** A crashed process is restarted after this time, twice as long after each further crash. */
const restartMs = 500;
const defaultLongestRestartMs = 60_000;
/** A process that crashes this often before it was ready once is not restarted. */
const maxStartAttempts = 3;
/** EX_CONFIG: the environment is invalid, and a restart does not change it. */
const misconfigured = 78;

export type Supervisor = {
  /** Starts a program and keeps it running. Resolves when it is ready; rejects when it never will be. */
  run(program: Program): Promise<void>;
  pids(): Record<string, number | undefined>;
  /** kill -9. `false` when the process is not running at the moment. */
  kill(name: string): boolean;
  /** Stops all processes in order, and kills those that do not respond. */
  stopAll(): Promise<void>;
  /** Kills all processes at once. */
  killAll(): void;
};

export type SupervisorOptions = {
  readonly logDir: string;
  /** What every process inherits besides its own variables. */
  readonly environment: NodeJS.ProcessEnv;
  readonly onCrash: (name: string, detail: string) => void;
  /** Longest pause before a crashed process is restarted. */
  readonly longestRestartMs?: number;
};

type Child = Launched & {
  crashes: number;
  everReady: boolean;
  /** Why it is not restarted. */
  startFailure?: string;
};

/** Runs the processes of the shop, restarts those that crash, and stops them all. */
export function createSupervisor({
  logDir,
  environment,
  onCrash,
  longestRestartMs = defaultLongestRestartMs,
}: SupervisorOptions): Supervisor {
  mkdirSync(logDir, { recursive: true });
  const children = new Map<string, Child>();
  const logOf = (name: string) => join(logDir, `${name}.log`);
  let stopping = false;

  function supervise(program: Program, child: Child): void {
    const { name } = program;
    const began = performance.now();
    child.process.once('exit', (code, signal) => {
      if (stopping) return;
      const detail = `${name} ended with ${signal ?? `code ${code}`}\n${endOf(logOf(name))}`;
      // The count starts again for a process that ran for a while.
      child.crashes = performance.now() - began > longestRestartMs ? 1 : child.crashes + 1;
      if (!child.everReady && (code === misconfigured || child.crashes >= maxStartAttempts)) {
        child.startFailure = detail;
        return;
      }
      onCrash(name, detail);
      const delay = Math.min(longestRestartMs, restartMs * 2 ** (child.crashes - 1));
      void sleep(delay, undefined, { ref: false }).then(() => {
        if (stopping) return;
        Object.assign(child, launch(program, environment, logOf(name), 'a'));
        supervise(program, child);
      });
    });
  }

  async function run(program: Program): Promise<void> {
    if (stopping) throw new Stopped('stopped');
    const { name } = program;
    const launched = launch(program, environment, logOf(name), 'w');
    const child: Child = { ...launched, crashes: 0, everReady: false };
    children.set(name, child);
    supervise(program, child);
    await until(
      `${name} to be ready`,
      async () => {
        if (stopping) throw new Stopped('stopped');
        if (child.startFailure) throw new Error(child.startFailure);
        return isReady(program);
      },
      { deadlineMs: readyDeadlineMs, everyMs: pollMs },
    );
    child.everReady = true;
  }

  return {
    run,
    pids: () =>
      Object.fromEntries([...children].map(([name, { process: child }]) => [name, child.pid])),
    kill: (name) => children.get(name)?.process.kill('SIGKILL') ?? false,
    async stopAll() {
      stopping = true;
      await Promise.all([...children.values()].map(stop));
    },
    killAll() {
      stopping = true;
      for (const { process: child } of children.values()) child.kill('SIGKILL');
    },
  };
}
