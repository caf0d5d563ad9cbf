import cluster, { type Worker } from 'node:cluster';

/** The environment is invalid (EX_CONFIG): another worker would end in the same way. */
const invalidEnvironment = 78;
/** Pause before a worker that ended is replaced. */
const restartMs = 1_000;

type Log = { warn(details: object, message: string): void };

/**
 * Runs `count` processes of the gateway on one port, each on a core of its own, and replaces those that end. The
 * operating system's connections are shared among them in turn. Worker `n` serves its metrics at METRICS_PORT + n, from
 * 0 on. SIGTERM and SIGINT stop all in order; exits 0 when all stopped in time.
 */
export function runWorkers(count: number, metricsPort: number, log: Log): void {
  let stopping = false;
  let failed = false;
  const start = (index: number): void => {
    const port = metricsPort > 0 ? metricsPort + index : 0;
    const worker = cluster.fork({ METRICS_PORT: String(port) });
    worker.once('exit', (code, signal) => {
      failed ||= code !== 0;
      if (stopping) return;
      if (code === invalidEnvironment) process.exit(code);
      log.warn(
        { worker: index, code, signal },
        'a worker of the gateway has ended, starting another',
      );
      setTimeout(() => !stopping && start(index), restartMs);
    });
  };
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    failed = false;
    const workers = Object.values(cluster.workers ?? {}).filter((one): one is Worker => !!one);
    for (const { process: child } of workers) child.kill('SIGTERM');
    cluster.on('exit', () => {
      if (Object.keys(cluster.workers ?? {}).length === 0) process.exit(failed ? 1 : 0);
    });
    if (workers.length === 0) process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Of the process that started this one, if it has opened a channel.
  process.on('disconnect', stop);
  for (let index = 0; index < count; index++) start(index);
}
