import type { Parameter } from './rows.ts';
import type { SqlDatabase } from './sql-database.ts';

/**
 * Runs several INSERTs and UPDATEs as one statement, in one round trip. They do not see each other's rows; foreign
 * keys between them are checked when all are done.
 */
export async function writeTogether(
  database: SqlDatabase,
  writes: (parameter: Parameter) => readonly string[],
): Promise<void> {
  const values: unknown[] = [];
  const statements = writes((value) => `$${values.push(value)}`);
  const [only] = statements;
  if (only === undefined) return;
  const named = statements.map((statement, n) => `write_${n} AS (${statement})`);
  await database.query(statements.length === 1 ? only : `WITH ${named} SELECT`, values);
}
