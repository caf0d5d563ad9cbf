import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { ServiceEnv } from './env.ts';
import { notFound, serverError } from './http-errors.ts';
import { createHttpServer } from './http-server.ts';
import { createLog, type Log } from './log.ts';
import { onTermination } from './termination.ts';

type Step = { readonly name: string; readonly run: () => Promise<unknown> };

/** One process of the shop: its log, its HTTP server with health and metrics, its orderly end. */
export type ServiceProcess = {
  readonly log: Log;
  readonly app: Express;
  readonly server: Server;
  readonly metrics: Registry;
  /** `/health/ready` answers 503 while any of these checks rejects. */
  readyWhen(name: string, check: () => Promise<unknown>): void;
  /** Run at shutdown, the last registered first. */
  onStop(name: string, stop: () => Promise<unknown>): void;
  listen(): Promise<void>;
};

/** A check of readiness that takes longer than this has failed. */
const checkTimeoutMs = 2_000;

async function failing(checks: readonly Step[]): Promise<string[]> {
  const results = await Promise.all(
    checks.map(async ({ name, run }) => {
      const late = new Promise<never>((_, reject) => {
        setTimeout(() => reject(new Error('late')), checkTimeoutMs).unref();
      });
      return Promise.race([run(), late]).then(
        () => undefined,
        () => name,
      );
    }),
  );
  return results.filter((name) => name !== undefined);
}

/** Creates the process of a service; it serves nothing until `listen`. */
export function createServiceProcess(service: string, env: ServiceEnv): ServiceProcess {
  const log = createLog(service, env.LOG_LEVEL);
  const app = express().disable('x-powered-by');
  const server = createHttpServer(app);
  const metrics = new Registry();
  metrics.setDefaultLabels({ service });
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

  onTermination(log, async () => {
    stopping = true;
    for (const { name, run } of stops.reverse()) {
      await run().catch((error) => log.error({ err: error, step: name }, 'stop failed'));
    }
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
  };
}

/** Takes no more connections, finishes what is being answered. */
async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
