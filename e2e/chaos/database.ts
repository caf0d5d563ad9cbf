import pg from 'pg';

type Row = { readonly [column: string]: string | null };

/** Runs a query on its own connection. Returns the rows. */
export async function query(url: string | undefined, sql: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: url ?? '' });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** Counts the rows of a query. */
export async function count(
  url: string | undefined,
  sql: string,
  values: unknown[] = [],
): Promise<number> {
  const rows = await query(url, `SELECT count(*) AS n FROM (${sql}) AS found`, values);
  return Number(rows[0]?.['n'] ?? 0);
}
