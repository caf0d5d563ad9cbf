import type { DropStmt, Node, RangeVar } from 'libpg-query';
import { alterTable, contractHint } from './alter-table.ts';
import { type Migration, readMigration } from './migration.ts';

type Rule = (node: Node, migration: Migration) => string[];

/**
 * Returns what a migration does that stops a running shop: statements that lock a table for long, and changes that the
 * previous release, which runs beside the next one, does not survive. The first migration of a database is not judged:
 * nothing runs before it.
 */
export async function findFaults(sql: string): Promise<string[]> {
  const migration = await readMigration(sql);
  return migration.statements.flatMap((node) => rules.flatMap((rule) => rule(node, migration)));
}

const isNew = (table: RangeVar | undefined, { creates }: Migration): boolean =>
  creates.includes(table?.relname ?? '');

const alters: Rule = (node, migration) =>
  'AlterTableStmt' in node && !isNew(node.AlterTableStmt.relation, migration)
    ? alterTable(node.AlterTableStmt, migration)
    : [];

const createsIndex: Rule = (node, migration) => {
  if (!('IndexStmt' in node) || isNew(node.IndexStmt.relation, migration)) return [];
  const { idxname, concurrent } = node.IndexStmt;
  return concurrent
    ? []
    : [
        `CREATE INDEX ${idxname} locks the table against writes: CREATE INDEX CONCURRENTLY, in a migration of its own.`,
      ];
};

const isConcurrent = (node: Node): boolean =>
  ('IndexStmt' in node && node.IndexStmt.concurrent === true) ||
  ('DropStmt' in node && node.DropStmt.concurrent === true);

/** A migration is one transaction, in which PostgreSQL makes no index concurrently. */
const isAlone: Rule = (node, { statements }) =>
  isConcurrent(node) && statements.length > 1
    ? ['CONCURRENTLY needs a migration of its own, since it cannot run in a transaction.']
    : [];

const renames: Rule = (node) =>
  'RenameStmt' in node
    ? [
        `RENAME to ${node.RenameStmt.newname} breaks the previous release: add the new name, write both, and drop the old one later.`,
      ]
    : [];

const drops: Rule = (node, { contract }) =>
  'DropStmt' in node ? dropFaults(node.DropStmt, contract) : [];

function dropFaults({ removeType, concurrent }: DropStmt, contract: boolean): string[] {
  if (removeType === 'OBJECT_INDEX') {
    return concurrent
      ? []
      : ['DROP INDEX locks the table: DROP INDEX CONCURRENTLY, in a migration of its own.'];
  }
  const what = (removeType ?? 'OBJECT').replace('OBJECT_', '');
  return contract ? [] : [`DROP ${what} breaks the previous release: ${contractHint}`];
}

const changesRows: Rule = (node, migration) => {
  if ('UpdateStmt' in node && !isNew(node.UpdateStmt.relation, migration))
    return [rowsHint('UPDATE')];
  if ('DeleteStmt' in node && !isNew(node.DeleteStmt.relation, migration))
    return [rowsHint('DELETE')];
  return 'TruncateStmt' in node ? ['TRUNCATE deletes what the previous release reads.'] : [];
};

const rowsHint = (verb: string): string =>
  `${verb} locks the rows until the migration ends: change them in batches, in a periodic job of the worker.`;

const locks: Rule = (node) => {
  if ('LockStmt' in node) return ['LOCK TABLE stops the shop.'];
  if ('ClusterStmt' in node) return ['CLUSTER writes the table anew under its lock.'];
  if ('ReindexStmt' in node && !node.ReindexStmt.params?.some(isConcurrently)) {
    return [
      'REINDEX locks the table against writes: REINDEX CONCURRENTLY, in a migration of its own.',
    ];
  }
  return 'VacuumStmt' in node ? ['VACUUM cannot run in a migration.'] : [];
};

const isConcurrently = (node: Node): boolean =>
  'DefElem' in node && node.DefElem.defname === 'concurrently';

/** `BEGIN` or `COMMIT` would end the transaction with which the migration is recorded. */
const transactions: Rule = (node) =>
  'TransactionStmt' in node ? ['A migration is one transaction: leave BEGIN and COMMIT out.'] : [];

const rules: readonly Rule[] = [
  ...[alters, createsIndex, isAlone, renames, drops],
  ...[changesRows, locks, transactions],
];
