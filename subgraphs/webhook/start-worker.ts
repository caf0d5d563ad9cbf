import { serveWorker } from '@shop/messaging';
import { defineService, openDatabase } from '@shop/service';
import { createSqlDatabase, keyRetention } from '@shop/service/postgres';
import { withTracer } from '@shop/service/telemetry';
import { createDispatcher } from './domain/dispatcher.ts';
import { workerEnv } from './env.ts';
import { webhookHandlers } from './events/handlers.ts';
import { createReport, deliveryFigures } from './metrics.ts';
import { countUnsettled } from './prisma/count-unsettled.ts';
import { createDeliveryQueue } from './prisma/delivery-queue.ts';
import { deliveryRetention } from './prisma/retention.ts';
import { createHttpSender } from './sending/http-sender.ts';
import { createTargets } from './sending/targets.ts';
import { traceAttempts } from './trace-attempts.ts';

/** How often the worker looks for retries, redrives and pings, in ms. Events wake it. */
const everyMs = 1_000;
/** Time to save an attempt, in ms; later it is repeated. */
const savingMs = 30_000;
const hourMs = 60 * 60_000;

/** Starts the worker of webhooks. */
export const startWorker = defineService('webhook-worker', workerEnv, async (service, env) => {
  const { log, metrics } = service;
  const database = openDatabase(service, env.WEBHOOK_DATABASE_URL);
  const sql = createSqlDatabase(database.pool);
  const queue = createDeliveryQueue(sql);

  const sender = createHttpSender({
    targets: createTargets(env.WEBHOOK_ALLOWED_NETWORKS),
    secretKey: env.WEBHOOK_SECRET_KEY,
    timeoutMs: env.WEBHOOK_TIMEOUT_MS,
  });
  service.onStop('sender', () => sender.close());
  const dispatcher = createDispatcher({
    queue,
    send: traceAttempts(service.tracer, sender.send),
    policy: {
      maxAttempts: env.WEBHOOK_MAX_ATTEMPTS,
      firstDelayMs: env.WEBHOOK_RETRY_FIRST_MS,
      longestDelayMs: env.WEBHOOK_RETRY_LONGEST_MS,
      disableAfterMs: env.WEBHOOK_DISABLE_AFTER_HOURS * hourMs,
    },
    leaseMs: env.WEBHOOK_TIMEOUT_MS + savingMs,
    report: createReport(metrics, log),
    onError: (err, { eventId, endpointId }) =>
      log.error({ err, eventId, endpointId }, 'webhook delivery not saved; it will be repeated'),
  });
  service.onStop('deliveries', () => dispatcher.stop());
  // What is due belongs to other traces than the event that wakes.
  const wake = () =>
    void withTracer(service.tracer, () => dispatcher.run()).catch((err: unknown) =>
      log.error({ err }, 'no delivery claimed'),
    );

  await serveWorker(service, {
    bus: env.bus,
    database,
    publishes: false,
    subscribes: { 'webhook.events': () => webhookHandlers(queue, wake) },
    retention: [
      deliveryRetention(env.WEBHOOK_RETENTION_DAYS),
      keyRetention(env.IDEMPOTENCY_RETENTION_DAYS),
    ],
    periodic: [{ name: 'deliveries', everyMs, run: () => dispatcher.run() }],
    figures: [{ help: deliveryFigures, read: () => countUnsettled(sql) }],
  });
});
