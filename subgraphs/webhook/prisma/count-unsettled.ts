import type { SqlDatabase } from '@shop/service/postgres';

/** Returns the figures of the deliveries (`deliveryFigures`). */
export async function countUnsettled(database: SqlDatabase) {
  const [row] = await database.$queryRaw<{ pending: number; parked: number; disabled: number }[]>`
    SELECT (SELECT count(*)::int FROM deliveries WHERE status = 'PENDING') AS pending,
      (SELECT count(*)::int FROM endpoints e JOIN deliveries d ON d.endpoint_id = e.id AND d.status = 'PARKED')
        AS parked,
      (SELECT count(*)::int FROM endpoints WHERE status = 'DISABLED') AS disabled`;
  const { pending = 0, parked = 0, disabled = 0 } = row ?? {};
  return {
    webhook_deliveries_pending: pending,
    webhook_deliveries_parked: parked,
    webhook_endpoints_disabled: disabled,
  };
}
