import type { Row, SqlDatabase } from '@shop/service/postgres';
import type { NewDelivery } from '../domain/delivery.ts';

/** Saves deliveries that are due at once; skips known ones and those of removed endpoints. Returns the new rows. */
export function insertDeliveries(
  database: SqlDatabase,
  deliveries: readonly NewDelivery[],
): PromiseLike<Row[]> {
  const rows = deliveries.map(({ id, endpointId, eventId, event, format, body, traceparent }) => ({
    ...{ id, endpoint_id: endpointId, event_id: eventId, event, format, body, traceparent },
  }));
  return database.$queryRaw<Row[]>`
    INSERT INTO deliveries (id, endpoint_id, event_id, event, format, body, traceparent)
    SELECT d.id, d.endpoint_id, d.event_id, d.event, d.format, d.body, d.traceparent
    FROM jsonb_populate_recordset(NULL::deliveries, ${JSON.stringify(rows)}::jsonb) d
    WHERE EXISTS (SELECT FROM endpoints e WHERE e.id = d.endpoint_id)
    ON CONFLICT DO NOTHING RETURNING *`;
}
