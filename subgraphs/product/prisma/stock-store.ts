import type { SqlDatabase } from '@shop/service/postgres';
import type { StockStore } from '../domain/ports.ts';

/** The projection of the inventory's stock on plain SQL: every order changes it. */
export const createStockStore = (database: SqlDatabase): StockStore => ({
  project: ({ variantId, available, eventTime, eventId }) =>
    database.transaction(async (tx) => {
      // Ids are UUIDv7: they order events of the same millisecond.
      const saved = await tx.$executeRaw`
        INSERT INTO variant_stock (variant_id, available, event_time, event_id)
        VALUES (${variantId}::uuid, ${available}, ${eventTime}::timestamptz, ${eventId}::uuid)
        ON CONFLICT (variant_id) DO UPDATE SET
          available = EXCLUDED.available, event_time = EXCLUDED.event_time, event_id = EXCLUDED.event_id
        WHERE (variant_stock.event_time, variant_stock.event_id) < (EXCLUDED.event_time, EXCLUDED.event_id)`;
      if (saved === 0) return;
      // Under the lock of the product, so that two variants that sell out concurrently see each other.
      const [product] = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM products
        WHERE id = (SELECT product_id FROM product_variants WHERE id = ${variantId}::uuid)
        FOR UPDATE`;
      if (!product) return;
      await tx.$executeRaw`
        UPDATE products p SET in_stock = now.in_stock
        FROM (
          SELECT coalesce(bool_or(s.available > 0), false) AS in_stock
          FROM product_variants v JOIN variant_stock s ON s.variant_id = v.id
          WHERE v.product_id = ${product.id}::uuid
        ) AS now
        WHERE p.id = ${product.id}::uuid AND p.in_stock <> now.in_stock`;
    }),
});
