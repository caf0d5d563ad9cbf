import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import type { Registry } from 'prom-client';
import { createDrain } from './drain.ts';
import type { ServiceEnv } from './env.ts';
import { notFound, serverError } from './http-errors.ts';
import { createHttpServer, httpTimeouts } from './http-server.ts';
import { createLog, type Log } from './log.ts';
import { logRequests } from './log-requests.ts';
import { measureRequests } from './metrics/measure-requests.ts';
import { type Check, createMetricsApp, failing } from './metrics/metrics-app.ts';
import { createMetrics } from './metrics/process-metrics.ts';
import { type Clients, traceRequests } from './telemetry/trace-requests.ts';
import type { Tracer } from './telemetry/tracer.ts';
import type { TelemetryEnv } from './telemetry/variables.ts';

/** One service: its log, its HTTP server, a second one for health and metrics, its orderly shutdown. */
export type Service = {
  readonly log: Log;
  readonly app: Express;
  readonly server: Server;
  readonly metrics: Registry;
  /** Starts spans, from `traceWith` on, in a process that traces. */
  readonly tracer: Tracer | undefined;
  /** Sets the tracer, which is closed after everything else. */
  traceWith(tracer: Tracer): void;
  /** `/health/ready` responds with 503 while any of these checks rejects. */
  readyWhen(name: string, check: () => Promise<unknown>): void;
  /** Runs at shutdown, the last registered first. */
  onStop(name: string, stop: () => Promise<unknown>): void;
  /** Ends connections that stay open, such as streams: at shutdown, when no new ones are accepted any more. */
  onDrain(name: string, drain: () => Promise<unknown>): void;
  /** Opens METRICS_PORT: the process is live, and not ready before `listen`. */
  openMetricsPort(): Promise<void>;
  /** Opens PORT. */
  listen(): Promise<void>;
  /** Whether `stop` was called: what only waits should end, since requests in progress finish first. */
  isStopping(): boolean;
  /** Shuts down in order. A step that fails is logged and does not stop the others. */
  stop(): Promise<void>;
};

type HttpEnv = Omit<ServiceEnv, keyof TelemetryEnv | 'DRAIN_MS' | 'KEEP_ALIVE_MS'> &
  Partial<Pick<ServiceEnv, 'DRAIN_MS' | 'KEEP_ALIVE_MS'>>;

/** Creates a service; it serves nothing until `openMetricsPort` and `listen`. */
export function createService(name: string, env: HttpEnv, clients: Clients = 'gateway'): Service {
  const log = createLog(name, env.LOG_LEVEL);
  const app = express().disable('x-powered-by');
  const metrics = createMetrics(name, env.BUILD_REVISION);
  const drain = createDrain();
  let tracer: Tracer | undefined;
  app.use(
    drain.follow,
    traceRequests(() => tracer, clients),
    logRequests(log),
    measureRequests(metrics),
  );
  const server = createHttpServer(app, {
    ...httpTimeouts,
    keepAliveTimeout: env.KEEP_ALIVE_MS ?? httpTimeouts.keepAliveTimeout,
  });
  const checks: Check[] = [];
  const stops: Check[] = [];
  const drains: Check[] = [];
  let state: 'starting' | 'running' | 'stopping' = 'starting';
  const notReady = async () => {
    if (state === 'stopping') return [state];
    const failed = await failing(checks);
    return state === 'running' ? failed : [state, ...failed];
  };
  const metricsServer = createHttpServer(createMetricsApp(metrics, notReady));

  return {
    log,
    app,
    server,
    metrics,
    get tracer() {
      return tracer;
    },
    traceWith(opened) {
      tracer = opened;
      stops.unshift({ name: 'traces', run: opened.close });
    },
    readyWhen: (name, check) => void checks.push({ name, run: check }),
    onStop: (name, stop) => void stops.push({ name, run: stop }),
    onDrain: (name, drain) => void drains.push({ name, run: drain }),
    async openMetricsPort() {
      await openServer(metricsServer, env.METRICS_PORT, env.HOST);
      stops.push({ name: 'metrics', run: () => closeServer(metricsServer) });
      log.info({ metricsPort: portOf(metricsServer) }, 'starting');
    },
    async listen() {
      app.use(notFound, serverError(log));
      await openServer(server, env.PORT, env.HOST);
      stops.push({ name: 'http', run: () => closeServer(server, drains) });
      if (state === 'starting') state = 'running';
      log.info({ port: portOf(server) }, 'listening');
    },
    isStopping: () => state === 'stopping',
    async stop() {
      const wasRunning = state === 'running';
      state = 'stopping';
      if (wasRunning) await drain.begin(env.DRAIN_MS ?? 0);
      for (const { name, run } of stops.splice(0).reverse()) {
        await run().catch((error) => log.error({ err: error, step: name }, 'stop failed'));
      }
      log.info('stopped');
    },
  };
}

const openServer = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** Accepts no more connections, ends those that stay open, and finishes the responses in progress. */
async function closeServer(server: Server, drains: readonly Check[] = []): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  // Responses in progress may have promised to keep their connections open: they are closed when these have ended.
  server.keepAliveTimeout = 1;
  await Promise.allSettled(drains.map(({ run }) => run()));
  server.closeIdleConnections();
  await closed;
}
