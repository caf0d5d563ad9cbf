import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@shop/service/until';
import type { ProcessSpec } from './environment.ts';
import { endOf, isReady, type Launched, launch, stop } from './launch.ts';
import { Stopped } from './lifetime.ts';

const readyDeadlineMs = 60_000;
/** A crashed process comes back after this long, twice as long each time, up to a minute. */
const restartMs = 500;
const defaultLongestRestartMs = 60_000;
/** One that crashes so often before it was ever ready will not get there. */
const vainStarts = 3;
/** EX_CONFIG: the environment is wrong, and will be the next time too. */
const misconfigured = 78;

export type Supervisor = {
  /** Starts a process and keeps it running. Resolves when it is ready; rejects when it never will be. */
  run(spec: ProcessSpec): Promise<void>;
  pids(): Record<string, number | undefined>;
  /** kill -9. `false` when the process is not running just now. */
  kill(name: string): boolean;
  /** Stops all of them in order, and those that do not listen by force. */
  stopAll(): Promise<void>;
  /** The last resort: no goodbyes. */
  killAll(): void;
};

export type SupervisorOptions = {
  readonly logDir: string;
  /** What every process gets besides its own variables. */
  readonly environment: NodeJS.ProcessEnv;
  readonly onCrash: (name: string, detail: string) => void;
  /** Longest pause before a crashed process is started again. */
  readonly longestRestartMs?: number;
};

type Child = Launched & {
  crashes: number;
  everReady: boolean;
  /** Why it is not started again. */
  hopeless?: string;
};

/** Runs the shop's processes, restarts those that crash, and stops them all. */
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

  function supervise(spec: ProcessSpec, child: Child): void {
    const began = performance.now();
    child.process.once('exit', (code, signal) => {
      if (stopping) return;
      const detail = `${spec.name} ended with ${signal ?? `code ${code}`}\n${endOf(logOf(spec.name))}`;
      // One that ran for a while starts counting anew.
      child.crashes = performance.now() - began > longestRestartMs ? 1 : child.crashes + 1;
      if (!child.everReady && (code === misconfigured || child.crashes >= vainStarts)) {
        child.hopeless = detail;
        return;
      }
      onCrash(spec.name, detail);
      const delay = Math.min(longestRestartMs, restartMs * 2 ** (child.crashes - 1));
      void sleep(delay, undefined, { ref: false }).then(() => {
        if (stopping) return;
        Object.assign(child, launch(spec, environment, logOf(spec.name), 'a'));
        supervise(spec, child);
      });
    });
  }

  async function run(spec: ProcessSpec): Promise<void> {
    if (stopping) throw new Stopped('stopped');
    const launched = launch(spec, environment, logOf(spec.name), 'w');
    const child: Child = { ...launched, crashes: 0, everReady: false };
    children.set(spec.name, child);
    supervise(spec, child);
    await until(
      `${spec.name} to be ready`,
      async () => {
        if (stopping) throw new Stopped('stopped');
        if (child.hopeless) throw new Error(child.hopeless);
        return isReady(spec);
      },
      { deadlineMs: readyDeadlineMs },
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
