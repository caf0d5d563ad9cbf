import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from './hosting.ts';
import { Stopped } from './lifetime.ts';
import { type Supervised, supervise } from './supervise.ts';

const defaultLongestRestartMs = 60_000;
const defaultMaxStartAttempts = 3;
/** For a process that hangs. On a machine that other work keeps busy, a start takes more than a minute. */
const defaultReadyDeadlineMs = 180_000;

export type Supervisor = {
  /** Starts the process of a program, which loads its services and waits for `run`. */
  load(program: Program): void;
  /** Starts a program and keeps it running. Resolves when it is ready; rejects when it never will be. */
  run(program: Program): Promise<void>;
  /** Stops a program in order and starts it again, in one attempt. Resolves and rejects as `run`. */
  restart(program: Program): Promise<void>;
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
  /** How long a program may take to be ready before its start counts as failed. */
  readonly readyDeadlineMs?: number;
};

/** Runs the processes of the shop, restarts those that crash, and stops them all. */
export function createSupervisor({
  logDir,
  environment,
  onCrash,
  longestRestartMs = defaultLongestRestartMs,
  readyDeadlineMs = defaultReadyDeadlineMs,
}: SupervisorOptions): Supervisor {
  mkdirSync(logDir, { recursive: true });
  const programs = new Map<string, Supervised>();
  let stopping = false;

  function load(program: Program, maxStartAttempts: number): Supervised {
    if (stopping) throw new Stopped('stopped');
    const { name } = program;
    const supervised = supervise(program, {
      log: join(logDir, `${name}.log`),
      environment,
      onCrash: (detail) => onCrash(name, detail),
      longestRestartMs,
      readyDeadlineMs,
      maxStartAttempts,
    });
    programs.set(name, supervised);
    return supervised;
  }

  return {
    load: (program) => void load(program, defaultMaxStartAttempts),
    async run(program) {
      const loaded = programs.get(program.name) ?? load(program, defaultMaxStartAttempts);
      await loaded.ready();
    },
    async restart(program) {
      await programs.get(program.name)?.stop();
      await load(program, 1).ready();
    },
    pids: () => Object.fromEntries([...programs].map(([name, program]) => [name, program.pid()])),
    kill: (name) => programs.get(name)?.kill() ?? false,
    async stopAll() {
      stopping = true;
      await Promise.all([...programs.values()].map((program) => program.stop()));
    },
    killAll() {
      stopping = true;
      for (const program of programs.values()) program.kill();
    },
  };
}
