import type pg from 'pg';

export type Table = { readonly name: string; readonly columns: readonly string[] };

/** Returns the tables of a database without Prisma's, each after those it refers to. */
export async function readTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table & { refersTo: string[] }>(`
    SELECT c.relname AS name,
      (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
      ARRAY(SELECT other.relname::text FROM pg_constraint f JOIN pg_class other ON other.oid = f.confrelid
        WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid) AS "refersTo"
    FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
      AND c.relname <> '_prisma_migrations'
    ORDER BY c.relname`);
  const sorted: Table[] = [];
  const rest = new Map(rows.map((row) => [row.name, row]));
  while (rest.size > 0) {
    const ready = [...rest.values()].filter(({ refersTo }) => !refersTo.some((n) => rest.has(n)));
    if (ready.length === 0) throw new Error(`Tables refer to each other: ${[...rest.keys()]}.`);
    for (const { name, columns } of ready) {
      rest.delete(name);
      sorted.push({ name, columns });
    }
  }
  return sorted;
}

/** Returns the names and checksums of the applied migrations. */
export async function readMigrations(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ migration: string }>(`
    SELECT migration_name || ' ' || checksum AS migration FROM _prisma_migrations
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`);
  return rows.map(({ migration }) => migration);
}

export type Sequence = { readonly name: string; readonly next: string };

/** Returns the next value of every sequence. */
export async function readSequences(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(`
    SELECT sequencename::text AS name, coalesce(last_value + 1, start_value)::text AS next
    FROM pg_sequences WHERE schemaname = current_schema() ORDER BY sequencename`);
  return rows;
}
