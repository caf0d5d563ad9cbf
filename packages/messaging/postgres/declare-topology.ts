import { inTransaction } from '@shop/service/postgres';
import type pg from 'pg';
import type { Topology } from '../bus.ts';
import { broadcastTables } from './broadcast-tables.ts';
import { tables, tablesLock } from './tables.ts';

/** Creates the tables and bindings that are missing. */
export async function declareTopology(pool: pg.Pool, topology: Topology): Promise<void> {
  const bindings = Object.entries(topology).flatMap(([queue, types]) =>
    types.map((type) => ({ queue, type })),
  );
  await inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [tablesLock]);
    await client.query(tables);
    await client.query(broadcastTables);
    await client.query(
      `INSERT INTO bus.binding SELECT * FROM json_to_recordset($1) AS b (queue text, type text)
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(bindings)],
    );
  });
}
