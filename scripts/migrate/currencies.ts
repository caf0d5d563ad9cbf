import { minorUnits } from '@shop/domain';
import type pg from 'pg';
import { MigrationError } from './migration-error.ts';

/** A currency whose amounts the database stores with other decimals than the code reads them with. */
export type ChangedCurrency = {
  readonly code: string;
  readonly stored: number;
  readonly current: number;
};

/**
 * Notes the decimals of new currencies in a database that stores amounts, in its table `currencies`. Returns
 * those that it stores with other decimals; none for a database without the table.
 */
export async function recordCurrencies(client: pg.Client): Promise<readonly ChangedCurrency[]> {
  const { rows: tables } = await client.query(
    `SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'currencies'`,
  );
  if (tables.length === 0) return [];
  const table = [[...minorUnits.keys()], [...minorUnits.values()]];
  await client.query(
    `INSERT INTO currencies (code, decimals) SELECT * FROM unnest($1::text[], $2::int[])
     ON CONFLICT DO NOTHING`,
    table,
  );
  const { rows } = await client.query<ChangedCurrency>(
    `SELECT currencies.code, currencies.decimals AS stored, current.decimals AS current
     FROM currencies JOIN unnest($1::text[], $2::int[]) AS current (code, decimals) USING (code)
     WHERE currencies.decimals <> current.decimals ORDER BY code`,
    table,
  );
  return rows;
}

/** Throws CURRENCIES_CHANGED with the command that converts the amounts. */
export async function assertCurrencies(client: pg.Client): Promise<void> {
  const changed = await recordCurrencies(client);
  if (changed.length === 0) return;
  const list = changed.map(
    ({ code, stored, current }) => `${code} (${stored} decimals, now ${current})`,
  );
  throw new MigrationError(
    'CURRENCIES_CHANGED',
    undefined,
    `The database stores amounts with other decimals than this version reads: ${list.join(', ')}. ` +
      'Stop its service and run "npm run migrate -- --convert-currencies <service>", or go back to the ' +
      'version that wrote them.',
  );
}
