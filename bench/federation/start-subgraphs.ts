import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

/**
 * Starts the subgraphs in a process of their own and returns the URL of a path there. Where `taskset` exists (Linux), they
 * run on the last core and this process on the first, so that they do not take each other's caches.
 */
export async function startSubgraphs(): Promise<{
  urlOf(path: string): string;
  stop(): void;
}> {
  const subgraphs = fork(new URL('subgraphs.ts', import.meta.url), {
    execArgv: process.execArgv,
  });
  const [port] = (await once(subgraphs, 'message')) as [number];
  pin(subgraphs);
  return {
    urlOf: (path) => `http://127.0.0.1:${port}/${path}`,
    stop: () => subgraphs.disconnect(),
  };
}

function pin(subgraphs: ChildProcess): void {
  const cores = availableParallelism();
  if (cores < 2) return;
  const toCore = (pid: number | undefined, core: number) =>
    execFileSync('taskset', ['--all-tasks', '--pid', '--cpu-list', `${core}`, `${pid}`]);
  try {
    toCore(process.pid, 0);
    toCore(subgraphs.pid, cores - 1);
  } catch (error) {
    console.warn(`not pinned to cores: ${error instanceof Error ? error.message : error}`);
  }
}
