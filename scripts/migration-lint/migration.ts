import { type Node, parse } from 'libpg-query';

/** A migration as the rules see it. */
export type Migration = {
  readonly statements: readonly Node[];
  /** Tables that it creates: nothing reads or writes them yet. */
  readonly creates: readonly string[];
  /** Constraints that it adds to existing tables. */
  readonly adds: readonly string[];
  /** Whether it states that the previous release no longer uses what it removes. */
  readonly contract: boolean;
};

/** Parses a migration with PostgreSQL's own parser. Throws when it is not SQL. */
export async function readMigration(sql: string): Promise<Migration> {
  const { stmts = [] } = await parse(sql);
  const statements = stmts.flatMap(({ stmt }) => (stmt ? [stmt] : []));
  return {
    statements,
    creates: statements.flatMap((node) =>
      'CreateStmt' in node ? (node.CreateStmt.relation?.relname ?? []) : [],
    ),
    adds: statements.flatMap(addedConstraints),
    contract: /^-- contract: \S.{9,}$/m.test(sql),
  };
}

const addedConstraints = (node: Node): string[] =>
  'AlterTableStmt' in node
    ? (node.AlterTableStmt.cmds ?? []).flatMap((one) =>
        'AlterTableCmd' in one && one.AlterTableCmd.def && 'Constraint' in one.AlterTableCmd.def
          ? (one.AlterTableCmd.def.Constraint.conname ?? [])
          : [],
      )
    : [];
