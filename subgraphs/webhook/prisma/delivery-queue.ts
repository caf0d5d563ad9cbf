import { fromRow, type Row, type SqlDatabase } from '@shop/service/postgres';
import type { DueDelivery } from '../domain/delivery.ts';
import type { AttemptResult, Verdict } from '../domain/judge-attempt.ts';
import type { DeliveryQueue, Recipient } from '../domain/ports.ts';
import { insertDeliveries } from './insert-deliveries.ts';
import { parkWaiting } from './park-waiting.ts';

type ClaimedRow = Omit<DueDelivery, 'endpoint'> & DueDelivery['endpoint'];

/** Creates the queue of deliveries on plain SQL. */
export const createDeliveryQueue = (database: SqlDatabase): DeliveryQueue => ({
  recipients: async () => database.$queryRaw<Recipient[]>`
    SELECT id, events, format FROM endpoints WHERE status = 'ENABLED' ORDER BY id`,

  async add(deliveries) {
    await insertDeliveries(database, deliveries);
  },

  async claim(perEndpoint, busy, leaseMs) {
    // The limit of each endpoint keeps one with a long backlog from taking every attempt. Times are rounded as they are
    // stored, up to half a millisecond into the future.
    const rows = await database.$queryRaw<Row[]>`
      WITH due AS MATERIALIZED (
        SELECT d.id FROM endpoints e CROSS JOIN LATERAL (
          SELECT id FROM deliveries
          WHERE endpoint_id = e.id AND status = 'PENDING' AND next_attempt_at <= now()::timestamptz(3)
          ORDER BY next_attempt_at
          LIMIT greatest(0, ${perEndpoint}::int - coalesce((${busyJson(busy)}::jsonb->>e.id::text)::int, 0))
          FOR UPDATE SKIP LOCKED) d
        WHERE e.status = 'ENABLED')
      UPDATE deliveries d
      SET attempts = d.attempts + 1, next_attempt_at = now() + ${leaseMs}::float8 * interval '1 ms'
      FROM due, endpoints e WHERE d.id = due.id AND e.id = d.endpoint_id
      RETURNING d.id, d.endpoint_id, d.event_id, d.event, d.format, d.body, d.attempts,
        d.traceparent, d.created_at,
        e.url, e.secret, e.previous_secret, e.previous_secret_expires_at, e.failing_since`;
    return rows.map((row) => {
      const { url, secret, previousSecret, previousSecretExpiresAt, failingSince, ...delivery } =
        fromRow<ClaimedRow>(row);
      const endpoint = { url, secret, previousSecret, previousSecretExpiresAt, failingSince };
      return { ...delivery, endpoint };
    });
  },

  async settle(delivery, result, verdict) {
    const isNews = (verdict.status === 'DELIVERED') === (delivery.endpoint.failingSince !== null);
    if (!isNews && !verdict.disable) return saveAttempt(database, delivery, result, verdict);
    await database.transaction(async (tx) => {
      // Before its deliveries, as every change of an endpoint locks it: otherwise the two could deadlock.
      await tx.$queryRaw`
        SELECT FROM endpoints WHERE id = ${delivery.endpointId}::uuid FOR NO KEY UPDATE`;
      await saveAttempt(tx, delivery, result, verdict);
      await saveHealth(tx, delivery, verdict);
    });
  },
});

const busyJson = (busy: ReadonlyMap<string, number>): string =>
  JSON.stringify(Object.fromEntries(busy));

async function saveAttempt(
  database: SqlDatabase,
  { id }: DueDelivery,
  { status, body }: AttemptResult,
  verdict: Verdict,
): Promise<void> {
  await database.$executeRaw`
    UPDATE deliveries SET status = ${verdict.status}::"DeliveryStatus",
      next_attempt_at = ${verdict.nextAttemptAt}, response_status = ${status ?? null}::int,
      response_body = ${body ?? null}, error = ${verdict.error},
      settled_at = CASE WHEN ${verdict.status} = 'PENDING' THEN NULL ELSE now() END
    WHERE id = ${id}::uuid AND status = 'PENDING'`;
}

/** Saves since when the endpoint fails, and disables it when the attempt is the reason. */
async function saveHealth(tx: SqlDatabase, { endpointId }: DueDelivery, verdict: Verdict) {
  const isFailing = verdict.status !== 'DELIVERED';
  await tx.$executeRaw`
    UPDATE endpoints SET failing_since = CASE WHEN ${isFailing} THEN coalesce(failing_since, now()) END
    WHERE id = ${endpointId}::uuid AND (failing_since IS NULL) = ${isFailing}`;
  if (!verdict.disable) return;
  const disabled = await tx.$executeRaw`
    UPDATE endpoints SET status = 'DISABLED', disabled_reason = ${verdict.disable},
      disabled_at = now(), updated_at = now(), version = version + 1
    WHERE id = ${endpointId}::uuid AND status = 'ENABLED'`;
  if (disabled > 0) await parkWaiting(tx, endpointId, verdict.disable);
}
