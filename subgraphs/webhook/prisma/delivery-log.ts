import { isId, type PageRequest, toPage } from '@shop/domain';
import { fromRow, type Row, type SqlDatabase } from '@shop/service/postgres';
import type { DeliveryStatus, WebhookDelivery } from '../domain/delivery.ts';
import type { DeliveryLog } from '../domain/ports.ts';
import { insertDeliveries } from './insert-deliveries.ts';

/** Creates the log of deliveries on plain SQL. */
export const createDeliveryLog = (database: SqlDatabase): DeliveryLog => ({
  async page(endpointId, status, page) {
    if (!isId(endpointId)) return { rows: [], more: false };
    const { text, values } = pageQuery(endpointId, status, page);
    const rows = await database.query<Row>(text, values);
    return toPage(
      rows.map((row) => fromRow<WebhookDelivery>(row)),
      page,
    );
  },

  async count(endpointId, status = undefined) {
    if (!isId(endpointId)) return 0;
    const [row] = await database.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM deliveries
      WHERE endpoint_id = ${endpointId}::uuid
        AND (${status ?? null}::text IS NULL OR status::text = ${status ?? null})`;
    return row?.count ?? 0;
  },

  async byId(id) {
    if (!isId(id)) return undefined;
    const [row] = await database.$queryRaw<Row[]>`SELECT * FROM deliveries WHERE id = ${id}::uuid`;
    return row && fromRow(row);
  },

  async add(delivery) {
    const [row = {}] = await insertDeliveries(database, [delivery]);
    return fromRow(row);
  },

  // The endpoint is locked before its deliveries, as by every change of it: otherwise the two could deadlock.
  redrive: (endpointId, ids) =>
    Promise.resolve(database.$executeRaw`
      WITH endpoint AS MATERIALIZED (
        SELECT id FROM endpoints WHERE id = ${endpointId}::uuid FOR KEY SHARE)
      UPDATE deliveries d
      SET status = 'PENDING', attempts = 0, next_attempt_at = now(), settled_at = NULL
      FROM endpoint WHERE d.endpoint_id = endpoint.id AND d.status = 'PARKED'
        AND (${ids === undefined} OR d.id = ANY(${ids?.filter(isId) ?? []}::uuid[]))`),
});

/** Ids are ordered by time, so they are the sort key of the log. */
function pageQuery(
  endpointId: string,
  status: DeliveryStatus | undefined,
  { cursor, backward, size }: PageRequest,
) {
  const values: unknown[] = [endpointId, size + 1];
  const conditions = [
    'endpoint_id = $1',
    status && `status = $${values.push(status)}::"DeliveryStatus"`,
    cursor && `id ${backward ? '>' : '<'} $${values.push(cursor[0])}::uuid`,
  ].filter(Boolean);
  const text = `SELECT * FROM deliveries WHERE ${conditions.join(' AND ')}
    ORDER BY id ${backward ? 'ASC' : 'DESC'} LIMIT $2`;
  return { text, values };
}
