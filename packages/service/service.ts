import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { ServiceEnv } from './env.ts';
import { notFound, serverError } from './http-errors.ts';
import { createHttpServer } from './http-server.ts';
import { createLog, type Log } from './log.ts';
import { within } from './within.ts';

type Step = { readonly name: string; readonly run: () => Promise<unknown> };

/** One service: its log, its HTTP server with health and metrics, its orderly shutdown. */
export type Service = {
  readonly log: Log;
  readonly app: Express;
  readonly server: Server;
  readonly metrics: Registry;
  /** `/health/ready` responds with 503 while any of these checks rejects. */
  readyWhen(name: string, check: () => Promise<unknown>): void;
  /** Runs at shutdown, the last registered first. */
  onStop(name: string, stop: () => Promise<unknown>): void;
  listen(): Promise<void>;
  /** Shuts down in order. A step that fails is logged and does not stop the others. */
  stop(): Promise<void>;
};

/** A readiness check that takes longer than this has failed. */
const checkTimeoutMs = 2_000;

async function failing(checks: readonly Step[]): Promise<string[]> {
  const results = await Promise.all(
    checks.map(({ name, run }) =>
      within(checkTimeoutMs, Promise.resolve().then(run)).then(
        () => undefined,
        () => name,
      ),
    ),
  );
  return results.filter((name) => name !== undefined);
}

/** Creates a service; it serves nothing until `listen`. */
export function createService(name: string, env: ServiceEnv): Service {
  const log = createLog(name, env.LOG_LEVEL);
  const app = express().disable('x-powered-by');
  const server = createHttpServer(app);
  const metrics = new Registry();
  metrics.setDefaultLabels({ service: name });
  collectDefaultMetrics({ register: metrics });
  const checks: Step[] = [];
  const stops: Step[] = [];
  let stopping = false;

  app.get('/health/live', (_, response) => void response.json({ status: 'ok' }));
  app.get('/health/ready', async (_, response) => {
    const failed = stopping ? ['stopping'] : await failing(checks);
    response.status(failed.length > 0 ? 503 : 200).json({
      status: failed.length > 0 ? 'unavailable' : 'ok',
      failed,
    });
  });
  app.get('/metrics', async (_, response) => {
    response.type(metrics.contentType).send(await metrics.metrics());
  });

  return {
    log,
    app,
    server,
    metrics,
    readyWhen: (name, check) => void checks.push({ name, run: check }),
    onStop: (name, stop) => void stops.push({ name, run: stop }),
    async listen() {
      app.use(notFound, serverError(log));
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(env.PORT, env.HOST, resolve);
      });
      stops.push({ name: 'http', run: () => closeServer(server) });
      log.info({ port: (server.address() as AddressInfo).port }, 'listening');
    },
    async stop() {
      stopping = true;
      for (const { name, run } of stops.splice(0).reverse()) {
        await run().catch((error) => log.error({ err: error, step: name }, 'stop failed'));
      }
      log.info('stopped');
    },
  };
}

/** Accepts no more connections and finishes the responses in progress. */
async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
