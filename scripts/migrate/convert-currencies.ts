import type pg from 'pg';
import { type ChangedCurrency, recordCurrencies } from './currencies.ts';
import { withMigrationLock } from './history.ts';
import { MigrationError } from './migration-error.ts';

/** Where the currency of an amount stands whose own table has no column `currency`; `a` is the row of the amount. */
const currencyElsewhere: Readonly<Record<string, string>> = {
  order_lines: '(SELECT o.currency FROM orders o WHERE o.id = a.order_id)',
  payments: '(SELECT o.currency FROM orders o WHERE o.id = a.order_id)',
  refunds: '(SELECT o.currency FROM orders o WHERE o.id = a.order_id)',
  gift_card_movements: '(SELECT c.currency FROM gift_cards c WHERE c.id = a.gift_card_id)',
  test_refunds: '(SELECT c.currency FROM test_charges c WHERE c.key = a.charge_key)',
};

type AmountColumn = { readonly table: string; readonly name: string; readonly currency: string };

/**
 * Converts all amounts of a database to the decimals of today, in one transaction, and returns the currencies
 * that had others. Throws CURRENCIES_NOT_CONVERTIBLE when an amount would lose a fraction, or when events wait
 * that have the old amounts.
 */
export const convertCurrencies = (databaseUrl: string): Promise<readonly ChangedCurrency[]> =>
  withMigrationLock(databaseUrl, async (client) => {
    const changed = await recordCurrencies(client);
    if (changed.length === 0) return changed;
    await client.query('BEGIN');
    // Locked until the end: a service that still runs waits, and cannot write an amount of the old kind.
    const columns = await amountColumns(client);
    const tables = [...new Set(columns.map(({ table }) => table)), 'outbox'].sort();
    await client.query(`LOCK TABLE ${tables.join(', ')} IN ACCESS EXCLUSIVE MODE`);
    await assertNoWaitingEvents(client);
    for (const column of columns) {
      for (const currency of changed) await convert(client, column, currency);
    }
    for (const { code, current } of changed) {
      await client.query('UPDATE currencies SET decimals = $2 WHERE code = $1', [code, current]);
    }
    await client.query('COMMIT');
    return changed;
  });

/** Returns every column of minor units. Throws when the currency of one is unknown. */
async function amountColumns(client: pg.Client): Promise<AmountColumn[]> {
  const { rows } = await client.query<{ table: string; name: string; own: boolean }>(`
    SELECT c.table_name AS table, c.column_name AS name, EXISTS (
      SELECT 1 FROM information_schema.columns o
      WHERE o.table_schema = c.table_schema AND o.table_name = c.table_name AND o.column_name = 'currency'
    ) AS own
    FROM information_schema.columns c
    WHERE c.table_schema = current_schema() AND c.column_name LIKE '%\\_minor' ORDER BY 1, 2`);
  return rows.map(({ table, name, own }) => {
    const currency = own ? 'a.currency' : currencyElsewhere[table];
    if (!currency) return fail(`The currency of ${table}.${name} is unknown to this command.`);
    return { table, name, currency };
  });
}

async function assertNoWaitingEvents(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query(
    'SELECT 1 FROM outbox WHERE published_at IS NULL LIMIT 1',
  );
  if (rowCount)
    fail(
      'Events with amounts are not published yet. Start the worker of the earlier version first.',
    );
}

async function convert(
  client: pg.Client,
  { table, name, currency }: AmountColumn,
  { code, stored, current }: ChangedCurrency,
): Promise<void> {
  const factor = 10n ** BigInt(Math.abs(current - stored));
  if (current > stored) {
    await client.query(
      `UPDATE ${table} a SET ${name} = ${name} * $2::bigint WHERE ${currency} = $1`,
      [code, factor],
    );
    return;
  }
  const { rows } = await client.query<{ amount: string }>(
    `SELECT ${name} AS amount FROM ${table} a WHERE ${currency} = $1 AND ${name} % $2::bigint <> 0 LIMIT 1`,
    [code, factor],
  );
  if (rows[0])
    fail(
      `${table}.${name} has ${rows[0].amount} minor units of ${code}, which has no amount with ${current} decimals.`,
    );
  await client.query(
    `UPDATE ${table} a SET ${name} = ${name} / $2::bigint WHERE ${currency} = $1`,
    [code, factor],
  );
}

function fail(message: string): never {
  throw new MigrationError(
    'CURRENCIES_NOT_CONVERTIBLE',
    undefined,
    `The amounts were not converted. ${message}`,
  );
}
