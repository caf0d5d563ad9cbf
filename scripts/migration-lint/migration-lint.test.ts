import { describe, expect, it } from 'vitest';
import { readMigrations } from '../migrate/migrations.ts';
import { migrationsOf, services } from '../postgres/databases.ts';
import { findFaults } from './find-faults.ts';

describe('a migration may', () => {
  it.each([
    ['add a column', 'ALTER TABLE orders ADD COLUMN note TEXT'],
    [
      'add a column with a constant',
      `ALTER TABLE orders ADD COLUMN kind TEXT NOT NULL DEFAULT 'WEB'`,
    ],
    [
      'add a column with a cast',
      `ALTER TABLE orders ADD COLUMN data JSONB NOT NULL DEFAULT '{}'::jsonb`,
    ],
    [
      'add a column with the time',
      'ALTER TABLE orders ADD COLUMN at TIMESTAMPTZ NOT NULL DEFAULT now()',
    ],
    [
      'add a constraint for new rows',
      'ALTER TABLE orders ADD CONSTRAINT c CHECK (total_minor >= 0) NOT VALID',
    ],
    [
      'add a key for new rows',
      'ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES b (id) NOT VALID',
    ],
    ['validate a constraint of before', 'ALTER TABLE orders VALIDATE CONSTRAINT c'],
    ['make a constraint of an index', 'ALTER TABLE orders ADD CONSTRAINT u UNIQUE USING INDEX u'],
    ['make an index beside the writes', 'CREATE INDEX CONCURRENTLY i ON orders (note)'],
    ['drop an index beside the writes', 'DROP INDEX CONCURRENTLY i'],
    [
      'create a table with all it needs',
      'CREATE TABLE t (id UUID PRIMARY KEY); CREATE INDEX i ON t (id); UPDATE t SET id = id',
    ],
    ['add a value of an enum', `ALTER TYPE "OrderStatus" ADD VALUE 'HELD'`],
    [
      'replace a function',
      'CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    ],
    [
      'remove what it states nothing uses',
      '-- contract: since 0.3 nothing reads the column\nALTER TABLE orders DROP COLUMN note',
    ],
  ])('%s', async (_, sql) => {
    expect(await findFaults(sql)).toEqual([]);
  });
});

describe('a migration may not', () => {
  it.each([
    [
      'add a column that inserts of before lack',
      'ALTER TABLE orders ADD COLUMN note TEXT NOT NULL',
      'previous release',
    ],
    [
      'write every row for a default',
      'ALTER TABLE orders ADD COLUMN key UUID DEFAULT gen_random_uuid()',
      'written anew',
    ],
    [
      'write every row for a sequence',
      'ALTER TABLE orders ADD COLUMN n BIGSERIAL',
      'written anew|writes the table',
    ],
    [
      'write every row for a generated column',
      'ALTER TABLE orders ADD COLUMN n INT GENERATED ALWAYS AS (1) STORED',
      'writes the table',
    ],
    [
      'add a column with a constraint',
      'ALTER TABLE orders ADD COLUMN n INT CHECK (n > 0)',
      'NOT VALID',
    ],
    [
      'change a type',
      'ALTER TABLE orders ALTER COLUMN note TYPE VARCHAR(10)',
      'writes the table anew',
    ],
    [
      'read all rows for NOT NULL',
      'ALTER TABLE orders ALTER COLUMN note SET NOT NULL',
      'under its lock',
    ],
    [
      'check all rows at once',
      'ALTER TABLE orders ADD CONSTRAINT c CHECK (total_minor >= 0)',
      'NOT VALID',
    ],
    [
      'check a key at once',
      'ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES b (id)',
      'NOT VALID',
    ],
    [
      'validate what it has just added',
      'ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID; ALTER TABLE a VALIDATE CONSTRAINT c',
      'next migration',
    ],
    [
      'make the index of a constraint',
      'ALTER TABLE orders ADD CONSTRAINT u UNIQUE (number)',
      'USING INDEX',
    ],
    ['make an index under a lock', 'CREATE INDEX i ON orders (note)', 'CONCURRENTLY'],
    [
      'make an index beside other statements',
      'CREATE INDEX CONCURRENTLY i ON orders (note); SELECT 1',
      'of its own',
    ],
    ['drop an index under a lock', 'DROP INDEX i', 'CONCURRENTLY'],
    ['rename a column', 'ALTER TABLE orders RENAME COLUMN note TO remark', 'RENAME to remark'],
    ['rename a table', 'ALTER TABLE orders RENAME TO purchases', 'RENAME to purchases'],
    ['drop a column', 'ALTER TABLE orders DROP COLUMN note', '-- contract:'],
    ['drop a table', 'DROP TABLE orders', '-- contract:'],
    [
      'drop a type with an empty statement of why',
      '-- contract: x\nDROP TYPE "OrderStatus"',
      '-- contract:',
    ],
    ['change all rows', 'UPDATE orders SET note = 1', 'in batches'],
    ['delete rows', 'DELETE FROM orders WHERE note IS NULL', 'in batches'],
    ['empty a table', 'TRUNCATE orders', 'TRUNCATE'],
    ['lock a table', 'LOCK TABLE orders', 'stops the shop'],
    ['make an index anew under a lock', 'REINDEX TABLE orders', 'REINDEX CONCURRENTLY'],
    ['end its transaction', 'BEGIN; SELECT 1; COMMIT', 'one transaction'],
  ])('%s', async (_, sql, reason) => {
    expect((await findFaults(sql)).join('\n')).toMatch(new RegExp(reason));
  });

  it('be anything but SQL', async () => {
    await expect(findFaults('ALTER TABEL orders')).rejects.toThrow('syntax error');
  });
});

it.each(services)(
  'the migrations of %s after the first let the previous release run on',
  async (service) => {
    const [first, ...later] = await readMigrations(migrationsOf(service));
    expect(first).toBeDefined();
    for (const { sql } of later) expect(await findFaults(sql)).toEqual([]);
  },
);
