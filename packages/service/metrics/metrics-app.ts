import express, { type Express } from 'express';
import type { Registry } from 'prom-client';
import { notFound } from '../http-errors.ts';
import { within } from '../within.ts';

export type Check = { readonly name: string; readonly run: () => Promise<unknown> };

/** A readiness check that takes longer than this has failed. */
const checkTimeoutMs = 2_000;

/** Returns the names of the checks that reject or take too long. */
export async function failing(checks: readonly Check[]): Promise<string[]> {
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

/**
 * Serves `/health/live`, `/health/ready` and `/metrics`. They tell much about a process and are not limited, so they
 * belong on a port of their own that no client reaches.
 */
export function createMetricsApp(
  metrics: Registry,
  notReady: () => Promise<readonly string[]>,
): Express {
  const app = express().disable('x-powered-by');
  app.get('/health/live', (_, response) => void response.json({ status: 'ok' }));
  app.get('/health/ready', async (_, response) => {
    const failed = await notReady();
    response.status(failed.length > 0 ? 503 : 200).json({
      status: failed.length > 0 ? 'unavailable' : 'ok',
      failed,
    });
  });
  app.get('/metrics', async (_, response) => {
    response.type(metrics.contentType).send(await metrics.metrics());
  });
  return app.use(notFound);
}
